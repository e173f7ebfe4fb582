import { isEmpty, same } from "../diff/same.ts";
import { code, type Phrase } from "../phrase.ts";
import type { ResourceChange } from "../plan/plan-json.ts";
import type { SchemaOf, Shape } from "../schema.ts";

/** Least number of equal attributes by which two things are taken for one. */
const LEAST = 3;

/** Attributes that may differ all the same. */
const LOOSE = /^(tags|tags_all|labels|terraform_labels|effective_labels|timeouts)$/;

/** Most pairs of one type that are looked at. */
const MOST = 400;

/**
 * What looks like a construct that got another id: something is destroyed, and something of its
 * type that is the same is created. By address of what is destroyed.
 */
export function renameHints(
  changes: readonly ResourceChange[],
  schemaOf: SchemaOf,
): Map<string, Phrase> {
  const hints = new Map<string, Phrase>();
  const created = byType(changes, "create");
  for (const [type, gone] of byType(changes, "delete")) {
    const come = created.get(type) ?? [];
    if (gone.length * come.length > MOST) continue;
    for (const each of gone) {
      const twin = come.find((other) => isAlike(each, other, schemaOf(type)));
      if (twin) {
        hints.set(each.address, [
          "looks like a rename: ",
          code(twin.address),
          " is the same and is created; a move would keep what is there",
        ]);
      }
    }
  }
  return hints;
}

function byType(changes: readonly ResourceChange[], action: string): Map<string, ResourceChange[]> {
  const found = new Map<string, ResourceChange[]>();
  for (const each of changes) {
    const { actions } = each.change;
    if (each.mode !== "managed" || each.deposed || actions.length !== 1 || actions[0] !== action)
      continue;
    const list = found.get(each.type);
    if (list) list.push(each);
    else found.set(each.type, [each]);
  }
  return found;
}

function isAlike(gone: ResourceChange, come: ResourceChange, shape: Shape | undefined): boolean {
  const [before, after] = [gone.change.before, come.change.after];
  if (typeof before !== "object" || typeof after !== "object" || !before || !after) return false;
  const unknown = Object.keys(come.change.after_unknown ?? {});
  const open = unknown.some(
    (key) => shape && !shape.fields?.[key]?.mayCompute && !LOOSE.test(key) && key !== "id",
  );
  const known = Object.entries(after).filter(([key, value]) => !isEmpty(value) && !LOOSE.test(key));
  const old = before as Readonly<Record<string, unknown>>;
  return !open && known.length >= LEAST && known.every(([key, value]) => same(value, old[key]));
}

import { same } from "../diff/same.ts";
import { code, type Phrase } from "../phrase.ts";
import type { ResourceChange } from "../plan/plan-json.ts";

/** Least share of equal attributes, and least number of them, that two things are taken for one. */
const ALIKE = 0.8;
const LEAST = 3;

/** Most pairs of one type that are looked at. */
const MOST = 400;

/**
 * What looks like a construct that got another id: something is destroyed, and something of its
 * type that is almost the same is created. By address of what is destroyed.
 */
export function renameHints(changes: readonly ResourceChange[]): Map<string, Phrase> {
  const hints = new Map<string, Phrase>();
  const created = byType(changes, "create");
  for (const [type, gone] of byType(changes, "delete")) {
    const come = created.get(type) ?? [];
    if (gone.length * come.length > MOST) continue;
    for (const each of gone) {
      const twin = come.find((other) => isAlike(each.change.before, other.change.after));
      if (twin) {
        hints.set(each.address, [
          "looks like a rename: ",
          code(twin.address),
          " is almost the same and is created; a move would keep what is there",
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

function isAlike(before: unknown, after: unknown): boolean {
  if (typeof before !== "object" || typeof after !== "object" || !before || !after) return false;
  const keys = Object.entries(after).filter(([, value]) => value !== null);
  const equal = keys.filter(([key, value]) =>
    same(value, (before as Record<string, unknown>)[key]),
  );
  return equal.length >= LEAST && equal.length >= keys.length * ALIKE;
}

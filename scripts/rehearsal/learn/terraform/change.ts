import { canonical } from "../../provider/cty/equal.ts";
import { type Path, written } from "../../provider/cty/path.ts";
import type { CtyType } from "../../provider/cty/type.ts";
import { type Fields, isFields, isList, isUnknown, type Value } from "../../provider/cty/value.ts";
import type { Diagnostic } from "../../provider/protocol/messages.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { typeOfBlock } from "../../provider/schema/type-of.ts";
import type { Asked } from "../provider/session.ts";
import { isSameState, proposedNew } from "./proposed.ts";

/** What Terraform would show for one resource. */
export interface Change {
  readonly action: "create" | "no-op" | "update" | "replace" | "refused";
  /** The paths that force a replacement, as an author writes them; sorted. */
  readonly replacePaths: readonly string[];
  /** The planned state; undefined when the provider refuses. */
  readonly after: Fields | undefined;
  readonly problems: readonly Diagnostic[];
}

/** Plans as Terraform does: a replacement is planned a second time, as a create. */
export async function changeOf(
  provider: Asked,
  type: string,
  block: Block,
  prior: Fields | undefined,
  config: Fields,
): Promise<Change> {
  const proposed = proposedNew(block, prior, config);
  const first = await provider.plan(type, block, { prior, proposed, config });
  if (!first.planned) return refused(first.problems);
  if (!prior) return done("create", first.planned);
  const planned = first.planned;
  const forcing = first.replace.filter((path) => differs(block, path, prior, planned));
  if (forcing.length === 0) {
    return done(isSameState(block, prior, planned) ? "no-op" : "update", planned);
  }
  const anew = proposedNew(block, undefined, config);
  const second = await provider.plan(type, block, { prior: undefined, proposed: anew, config });
  if (!second.planned) return refused(second.problems);
  return done("replace", second.planned, [...new Set(forcing.map(written))].sort());
}

function done(
  action: Change["action"],
  after: Fields,
  replacePaths: readonly string[] = [],
): Change {
  return { action, replacePaths, after, problems: [] };
}

function refused(problems: readonly Diagnostic[]): Change {
  return { action: "refused", replacePaths: [], after: undefined, problems };
}

/** Terraform shows a path as forcing only where the plan differs from the prior state there. */
function differs(block: Block, path: Path, prior: Fields, planned: Fields): boolean {
  const was = at(prior, typeOfBlock(block), path);
  const is = at(planned, typeOfBlock(block), path);
  if (!was && !is) return false;
  if (isUnknown(is?.value)) return true;
  return (
    canonical(was?.value, was?.type ?? is!.type) !== canonical(is?.value, is?.type ?? was!.type)
  );
}

function at(
  root: Fields,
  rootType: CtyType,
  path: Path,
): { readonly value: Value; readonly type: CtyType } | undefined {
  let value: Value = root;
  let type = rootType;
  for (const step of path) {
    const key = String(Object.values(step)[0]);
    const inner: unknown = type[1];
    const found: Value | undefined = isList(value)
      ? value[Number(key)]
      : isFields(value)
        ? value[key]
        : undefined;
    if (found === undefined) return undefined;
    type = (type[0] === "object" ? (inner as Record<string, CtyType>)[key] : inner) as CtyType;
    value = found;
  }
  return { value, type };
}

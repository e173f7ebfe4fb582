import type { Facts } from "../../provider/schema/schema.ts";
import { valueAt } from "../probe/config.ts";
import type { Leaf } from "../probe/leaf.ts";
import type { Accepted } from "./accepted.ts";
import { changeLeaf, type Observed, standing } from "./changes.ts";
import type { Subject } from "./subject.ts";

/** Changes that are tried. */
const CHANGES = 8;

/** What is learned of arguments that nobody wrote and that the cloud fills. */
export type Open = Required<Pick<Facts, "forcedBy" | "recomputed">>;

/**
 * Finds out what happens to arguments that the cloud fills where nobody wrote them, when others
 * change: they may become unknown again, and may force a replacement by that.
 *
 * @param accepted with as little written as possible
 */
export async function askOpen(subject: Subject, accepted: Accepted): Promise<Open> {
  const base = await standing(subject, accepted);
  const open = subject.leaves.filter(
    (leaf) =>
      leaf.containers.length === 0 &&
      leaf.path !== "id" &&
      leaf.attribute.computed === true &&
      (valueAt(accepted.config, leaf) ?? null) === null,
  );
  const seen: Observed[] = [];
  if (base && open.length > 0) {
    for (const leaf of inOrder(subject.leaves, accepted)) {
      if (seen.length >= CHANGES) break;
      const one = await changeLeaf(subject, base, leaf);
      if (one) seen.push(one);
    }
  }
  return {
    // What is named and then kept is no change to Terraform, and forces nothing.
    forcedBy: by(seen, open, ({ forcing, unknown }) =>
      forcing.filter((path) => unknown.includes(path)),
    ),
    recomputed: by(
      seen.filter(({ forcing }) => forcing.length === 0),
      open,
      ({ unknown }) => unknown,
    ),
  };
}

/** What is written comes first: its change is an edit of something that was there. */
function inOrder(leaves: readonly Leaf[], { config }: Accepted): readonly Leaf[] {
  const top = leaves.filter(({ containers, path }) => containers.length === 0 && path !== "id");
  const isThere = (leaf: Leaf) => (valueAt(config, leaf) ?? null) !== null;
  return [...top.filter(isThere), ...top.filter((leaf) => !isThere(leaf))];
}

/** The open arguments that changes of others name: of all, or of which. */
function by(
  seen: readonly Observed[],
  open: readonly Leaf[],
  named: (one: Observed) => readonly string[],
): Readonly<Record<string, "always" | readonly string[]>> {
  const found = open.map(({ path }) => {
    const others = seen.filter((one) => one.path !== path);
    const naming = others.filter((one) => named(one).includes(path)).map((one) => one.path);
    const isAll = naming.length > 0 && naming.length === others.length;
    return [path, isAll ? ("always" as const) : naming] as const;
  });
  return Object.fromEntries(found.filter(([, when]) => when.length > 0));
}

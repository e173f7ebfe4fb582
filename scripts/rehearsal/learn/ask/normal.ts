import { NORMALIZERS } from "../../provider/behaviour/plan/sdk/normal.ts";
import { type Fields, isFields, isList, type Value } from "../../provider/cty/value.ts";
import type { Config } from "../probe/config.ts";
import type { Leaf } from "../probe/leaf.ts";

/**
 * How the provider rewrites what an author wrote before it plans it: the name of the way by path.
 * Read out of what it planned for a configuration that it accepted.
 *
 * @param kept told the paths at which a text was planned as it was written: no rewriting loses it
 */
export function readNormal(
  leaves: readonly Leaf[],
  { config, planned }: { readonly config: Config; readonly planned: Fields },
  normal: Record<string, string>,
  kept: Set<string>,
): void {
  for (const leaf of leaves) {
    if (leaf.type !== "string") continue;
    const written = textAt(config, leaf);
    const found = textAt(planned, leaf);
    if (written === undefined || found === undefined) continue;
    if (written !== found) {
      const way = Object.keys(NORMALIZERS).find((name) => NORMALIZERS[name]!(written) === found);
      if (way && !(way === "none" && kept.has(leaf.path))) normal[leaf.path] = way;
    } else {
      kept.add(leaf.path);
      if (normal[leaf.path] === "none") delete normal[leaf.path];
    }
  }
}

/** The text at a leaf, where each thing around it stands once. */
function textAt(root: Fields, { containers, name }: Leaf): string | undefined {
  let at: Value | undefined = root;
  for (const container of containers) {
    const inner: Value | undefined = isFields(at) ? at[container.name] : undefined;
    if (isList(inner) && inner.length > 1) return undefined;
    at = isList(inner) ? inner[0] : inner;
    if (container.mode === "map" && isFields(at)) at = Object.values(at)[0];
  }
  const value = isFields(at) ? at[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

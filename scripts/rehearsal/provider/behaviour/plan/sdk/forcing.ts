import type { Path } from "../../../cty/path.ts";
import type { Diffs } from "./diff.ts";
import type { Shape } from "./shape.ts";
import { COUNT } from "./tree.ts";

/** The paths whose change cannot be made in place. Each ends at an attribute, or at the first set. */
export function forcingPaths(
  shapes: readonly Shape[],
  diffs: Diffs | undefined,
  around: Path = [],
): readonly Path[] {
  return shapes.flatMap((shape) => {
    const kid = diffs?.kids.get(shape.key);
    return kid ? shapePaths(shape, kid, [...around, { attribute_name: shape.key }]) : [];
  });
}

function shapePaths({ kind, fields }: Shape, diffs: Diffs, path: Path): readonly Path[] {
  if (kind === "primitive" || kind === "map" || kind === "set" || !fields) {
    return diffs.some(({ replaces }) => replaces) ? [path] : [];
  }
  const own = diffs.at(COUNT)?.replaces ? [path] : [];
  const inner = [...diffs.kids].flatMap(([name, kid]) =>
    name === COUNT ? [] : forcingPaths(fields, kid, [...path, { element_key_int: Number(name) }]),
  );
  return [...own, ...inner];
}

import { git } from "../plan/git.ts";
import type { Exported } from "./export.ts";
import { type Comparison, compareShapes, type Shapes, shapesOf } from "./shape.ts";

/**
 * What the modules come to against those of a tag.
 *
 * @throws GitFailed where there is no such tag, or the modules were not recorded in it yet
 */
export async function comparedSince(
  root: string,
  tag: string,
  exported: readonly Exported[],
): Promise<Comparison> {
  const text = await git(root, "show", `${tag}:scripts/export/shapes.json`);
  return compareShapes(JSON.parse(text) as Shapes, shapesOf(exported));
}

import type { Stack } from "../stacks/manifest.ts";
import { dataDrawing } from "./data-drawing.ts";
import type { Drawing } from "./drawing.ts";
import { networkDrawing } from "./network-drawing.ts";
import { reachDrawing } from "./reach-drawing.ts";
import { stacksDrawing } from "./stacks-drawing.ts";

/** One way to look at an estate. */
export interface View {
  /** What it shows: the heading above its pictures. */
  readonly heading: string;
  /**
   * Draws some stacks.
   *
   * @param all every stack of the estate
   * @param shown ids of those that are meant
   */
  readonly draw: (all: readonly Stack[], shown: ReadonlySet<string>) => Drawing;
}

/** Every way to look at an estate, by the name that `--view` takes, in the order of a page. */
export const VIEWS: Readonly<Record<string, View>> = {
  stacks: { heading: "Stacks and contracts", draw: stacksDrawing },
  network: { heading: "Networks", draw: networkDrawing },
  reach: { heading: "Who may reach whom", draw: reachDrawing },
  data: { heading: "Where data lives", draw: dataDrawing },
};

/** Whether a drawing shows nothing. */
export function isEmpty({ frames, loose }: Drawing): boolean {
  return loose.length === 0 && frames.every(({ boxes }) => boxes.length === 0);
}

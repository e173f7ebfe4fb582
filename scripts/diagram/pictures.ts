import { join } from "node:path";
import type { Stack } from "../stacks/manifest.ts";
import { appsOf, selectDrawn } from "./select.ts";
import { stacksDrawing } from "./stacks-drawing.ts";
import { svgOf } from "./svg.ts";

/** A picture that is checked in beside the README that shows it. */
export interface Picture {
  readonly app: string;
  /** Path below the root of the checkout: `apps/<app>/stacks.svg`. */
  readonly path: string;
  readonly svg: string;
}

/** The picture of every app: its stacks in all environments, and the contracts between them. */
export async function picturesOf(stacks: readonly Stack[]): Promise<Picture[]> {
  const drawn = appsOf(stacks).map(async (app) => {
    const shown = new Set(selectDrawn(stacks, [app]).map(({ id }) => id));
    const svg = await svgOf(stacksDrawing(stacks, shown));
    return { app, path: join("apps", app, "stacks.svg"), svg };
  });
  return Promise.all(drawn);
}

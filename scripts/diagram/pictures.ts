import { join } from "node:path";
import type { Stack } from "../stacks/manifest.ts";
import { appsOf, selectDrawn } from "./select.ts";
import { svgOf } from "./svg.ts";
import { isEmpty, VIEWS } from "./views.ts";

/** A picture that is checked in below the app whose README shows it. */
export interface Picture {
  readonly app: string;
  /** Path below the root of the checkout: `apps/<app>/diagrams/<view>.svg`. */
  readonly path: string;
  readonly svg: string;
}

/** The pictures of every app in all environments: one for each view that shows anything. */
export async function picturesOf(stacks: readonly Stack[]): Promise<Picture[]> {
  const drawn = appsOf(stacks).flatMap((app) => {
    const shown = new Set(selectDrawn(stacks, [app]).map(({ id }) => id));
    const drawings = Object.entries(VIEWS).map(([view, { draw }]) => ({
      app,
      path: join("apps", app, "diagrams", `${view}.svg`),
      drawing: draw(stacks, shown),
    }));
    return drawings.filter(({ drawing }) => !isEmpty(drawing));
  });
  return Promise.all(
    drawn.map(async ({ app, path, drawing }) => ({ app, path, svg: await svgOf(drawing) })),
  );
}

import type { Stack } from "../stacks/manifest.ts";
import { cloudsOf } from "../stacks/template.ts";
import type { Arrow, Box, Drawing, Frame } from "./drawing.ts";
import { type Reading, readingsOf } from "./readings.ts";
import { appOf, counted } from "./things.ts";

const CLOUD_NAMES: Readonly<Record<string, string>> = {
  aws: "AWS",
  google: "Google Cloud",
  cloudflare: "Cloudflare",
};

/**
 * Stacks in frames of their environment and app, with an arrow from each producer to who reads it.
 * What the shown stacks read or hand out beyond themselves is there as well, paler.
 *
 * @param all every stack of the estate: contracts are looked up in it
 * @param shown ids of the stacks that are meant
 */
export function stacksDrawing(all: readonly Stack[], shown: ReadonlySet<string>): Drawing {
  const readings = readingsOf(all).filter(
    ({ producer, consumer }) => shown.has(producer) || shown.has(consumer),
  );
  const ids = new Set([
    ...shown,
    ...readings.flatMap(({ producer, consumer }) => [producer, consumer]),
  ]);
  const drawn = all.filter(({ id }) => ids.has(id));
  const contracts = readings.filter(({ contract }) => contract !== undefined).length;
  return {
    title: `Stacks, and the contracts between them: ${counted(drawn.length, "stack")}, ${counted(contracts, "contract")} read`,
    frames: framesOf(drawn, shown),
    loose: [],
    arrows: readings.map(arrowOf),
  };
}

function framesOf(stacks: readonly Stack[], shown: ReadonlySet<string>): Frame[] {
  const titles = stacks.map(frameTitle);
  return [...new Set(titles)]
    .sort()
    .reverse()
    .map((title) => ({
      id: title.replace(" ", "-"),
      title,
      boxes: stacks
        .filter((_, i) => titles[i] === title)
        .map((stack) => boxOf(stack, shown))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    }));
}

function frameTitle({ id, environment }: Stack): string {
  return `${environment} ${appOf(id)}`;
}

function boxOf({ id, layer, template }: Stack, shown: ReadonlySet<string>): Box {
  const clouds = cloudsOf(template).map((cloud) => CLOUD_NAMES[cloud] ?? cloud);
  return {
    id,
    kind: shown.has(id) ? "own" : "outside",
    title: layer,
    lines: clouds.length > 0 ? [clouds.join(", ")] : [],
  };
}

function arrowOf({ producer, consumer, contract, fields }: Reading): Arrow {
  const prefix = `${contract?.replaceAll("-", "_")}_`;
  const words = fields.map((field) =>
    (field.startsWith(prefix) ? field.slice(prefix.length) : field).replaceAll("_", " "),
  );
  return {
    from: producer,
    to: consumer,
    lines: contract ? [contract, ...words] : [],
    weak: contract === undefined,
  };
}

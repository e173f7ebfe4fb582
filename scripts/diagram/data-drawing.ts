import { stakeOf } from "../review/stateful/stateful.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { Box, Drawing, Frame } from "./drawing.ts";
import { protectionsOf } from "./protections.ts";
import { appOf, counted, type Thing, thingsOf } from "./things.ts";

/** What has a name or a number that is lost with it, but holds nothing. */
const HOLDS_NOTHING: readonly string[] = ["address", "setting"];

/** How many boxes a README has room for side by side. */
const ROW = 3;

/** Where data lives, and what stands between it and its loss. What nothing protects is set apart. */
export function dataDrawing(all: readonly Stack[], shown: ReadonlySet<string>): Drawing {
  const frames = new Map<string, Box[]>();
  for (const stack of all.filter(({ id }) => shown.has(id))) {
    const things = thingsOf([stack]);
    const boxes = joined(
      stack,
      things.flatMap((thing) => boxOf(thing, things)),
    );
    const title = `${stack.environment} ${appOf(stack.id)}`;
    if (boxes.length > 0) frames.set(title, [...(frames.get(title) ?? []), ...boxes]);
  }
  return {
    title: "Where data lives, and how it is protected",
    // The last one is laid out on top.
    frames: [...frames.keys()]
      .sort()
      .reverse()
      .map((title) => frameOf(title, frames.get(title)!)),
    loose: [],
    arrows: [],
  };
}

function frameOf(title: string, boxes: readonly Box[]): Frame {
  const sorted = [...boxes].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { id: `${title} data`, title, boxes: sorted, row: ROW };
}

/** How many things may be alike in all but their names before they are one box. */
const ALIKE = 3;

/** The boxes of one stack; many that are alike are one that lists their names. */
function joined(stack: Stack, boxes: readonly Box[]): Box[] {
  const alike = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = box.lines.join("\n");
    alike.set(key, [...(alike.get(key) ?? []), box]);
  }
  return [...alike.values()].flatMap((each) => {
    const [first] = each;
    if (!first || each.length < ALIKE) return each;
    const [what, ...protections] = first.lines;
    const names = each.map((box) => box.title.slice(box.title.indexOf(" ") + 1));
    const type = what!.slice(what!.indexOf("_") + 1).replaceAll("_", " ");
    const title = `${stack.layer}: ${counted(each.length, type)}`;
    return [{ ...first, title, lines: [what!, ...names, ...protections] }];
  });
}

function boxOf(thing: Thing, things: readonly Thing[]): Box[] {
  const stake = stakeOf(thing.type, thing.body);
  if (!stake || HOLDS_NOTHING.includes(stake.kind)) return [];
  const protections = protectionsOf(thing, things);
  const { id, path, type, stack } = thing;
  return [
    {
      id,
      kind: protections.length > 0 ? "own" : "bare",
      title: path === stack.layer ? path : `${stack.layer}: ${path}`,
      lines: [
        `${stake.kind}, ${type}`,
        ...(protections.length > 0 ? protections : ["no protection of its own"]),
      ],
    },
  ];
}

import type { Stack } from "../stacks/manifest.ts";
import type { Arrow, Box, Drawing } from "./drawing.ts";
import { type GroupOf, groupFinder, type Rule, rulesOf } from "./rules.ts";
import { appOf, counted, namedIn, type Thing, thingsOf } from "./things.ts";

/** Who may reach whom on which port: an arrow for all rules that say the same of other addresses. */
export function reachDrawing(all: readonly Stack[], shown: ReadonlySet<string>): Drawing {
  const stacks = all.filter(({ id }) => shown.has(id));
  const perStack = stacks.map((stack) => ({ stack, things: thingsOf([stack]) }));
  const groupOf = groupFinder(all);
  const ways = perStack.flatMap(({ things }) => waysOf(rulesOf(things, groupOf)));
  const ends = ways.flatMap(({ own, other }) => [other, groupElsewhere(own)]);
  const loose = new Map(ends.map((end) => [end.id, elsewhere(end, shown)]));
  const frames = perStack.map(({ stack, things }) => ({
    id: `${stack.id}/reach`,
    title: `${stack.environment} ${appOf(stack.id)} ${stack.layer}`,
    boxes: memberBoxes(things, ways, groupOf),
  }));
  const owned = new Set(frames.flatMap(({ boxes }) => boxes.map(({ id }) => id)));
  return {
    title: "Who may reach whom, on which port",
    frames: frames.filter(({ boxes }) => boxes.length > 0).sort((a, b) => (a.id < b.id ? 1 : -1)),
    loose: [...loose.values()].filter(({ id }) => !owned.has(id)).sort(byId),
    arrows: arrowsOf(ways),
  };
}

interface Way {
  readonly arrow: Arrow;
  /** What stands at the other end: addresses, or another group. */
  readonly other: Box;
  readonly own: string;
}

function byId(a: Box, b: Box): number {
  return a.id < b.id ? -1 : 1;
}

/** What one group lets out and the other lets in is one arrow. */
function arrowsOf(ways: readonly Way[]): Arrow[] {
  const arrows = new Map(
    ways.map(({ arrow }) => [[arrow.from, arrow.to, ...arrow.lines].join(" "), arrow]),
  );
  return [...arrows.keys()].sort().map((key) => arrows.get(key)!);
}

/** The rules with those joined that differ in nothing but the addresses of the other side. */
function waysOf(rules: readonly Rule[]): Way[] {
  const alike = new Map<string, Rule[]>();
  for (const rule of rules) {
    const key = [rule.own, rule.inward, rule.port, sideOf(rule)].join("\n");
    alike.set(key, [...(alike.get(key) ?? []), rule]);
  }
  return [...alike.values()].map(wayOf);
}

/** What tells the other side of one rule from that of another: a group, what a stack hands out, or why. */
function sideOf({ peer, ranges, why }: Rule): string {
  const [range = ""] = ranges;
  return peer ?? (isAddress(range) ? why : range);
}

function isAddress(range: string): boolean {
  return !range.includes(" ");
}

function wayOf(rules: readonly Rule[]): Way {
  const { own, inward, port, peer } = rules[0]!;
  const ranges = [...new Set(rules.flatMap((rule) => rule.ranges))].sort();
  const whys = [...new Set(rules.map(({ why }) => why))].sort();
  const id = peer ?? `${own} ${inward ? "from" : "to"} ${sideOf(rules[0]!)} ${port}`;
  const other: Box = peer
    ? groupElsewhere(peer)
    : { id, kind: "outside", title: titleOf(ranges), lines: whys };
  const [from, to] = inward ? [id, own] : [own, id];
  return { own, other, arrow: { from, to, lines: [port], weak: false } };
}

/** A group of a stack that is not drawn, or that only a contract's field names. */
function groupElsewhere(id: string): Box {
  return { id, kind: "outside", title: nameOf(id), lines: [] };
}

/** A group that is made by a stack which is not drawn says by which. */
function elsewhere(box: Box, shown: ReadonlySet<string>): Box {
  const stack = box.id.slice(0, box.id.indexOf("/"));
  return box.lines.length > 0 || shown.has(stack) ? box : { ...box, lines: [`of ${stack}`] };
}

/** A group's or an account's id without its stack. */
function nameOf(id: string): string {
  return id.slice(id.indexOf("/") + 1).replace(/(\/security-group)?(\/Default)?$/, "");
}

function titleOf(ranges: readonly string[]): string {
  if (ranges.some((range) => range === "0.0.0.0/0" || range === "::/0")) return "anyone";
  return ranges.length === 1 ? ranges[0]! : counted(ranges.length, "range");
}

/** The groups of a stack that a rule is about, and what wears each. */
function memberBoxes(things: readonly Thing[], ways: readonly Way[], groupOf: GroupOf): Box[] {
  const ids = new Set(ways.flatMap(({ own, other }) => [own, other.id]));
  const groups = things.filter(({ id, type }) => type === "aws_security_group" && ids.has(id));
  const boxes = groups.map(
    (group): Box => ({
      id: group.id,
      kind: "own",
      title: nameOf(group.id),
      lines: wearersOf(group, things),
    }),
  );
  const firewalled = things.filter(({ type }) => type === "google_compute_firewall");
  const targets = new Set(rulesOf(firewalled, groupOf).map(({ own }) => own));
  const others = [...targets]
    .sort()
    .map((id): Box => ({ id, kind: "own", title: nameOf(id), lines: [] }));
  return [...boxes, ...others];
}

/** What wears a group; many of one type are counted. */
function wearersOf(group: Thing, things: readonly Thing[]): string[] {
  const wearers = things.filter((each) => wears(each, group));
  const types = [...new Set(wearers.map(({ type }) => type))];
  return types.flatMap((type) => {
    const paths = wearers.filter((each) => each.type === type).map(({ path }) => path);
    const name = type.replace(/^[a-z]+_/, "").replaceAll("_", " ");
    return paths.length > 2
      ? [counted(paths.length, name)]
      : paths.map((path) => `${name} ${path}`);
  });
}

/** Rules name a group as well; they do not wear it. */
function wears({ type, body }: Thing, group: Thing): boolean {
  return !type.startsWith("aws_vpc_security_group_") && namedIn(body).includes(group.address);
}

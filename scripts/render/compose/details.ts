import type { AttributeDiff } from "../../review/diff/attribute.ts";
import type { DiffLine } from "../../review/diff/hunks.ts";
import { isDestructive } from "../../review/plan/action.ts";
import type { ChangeReview } from "../../review/stack/change.ts";
import { labelOf } from "../../review/stack/verdict.ts";
import { type Block, type Line, type Part, paragraph } from "../document.ts";
import { doing, whyOf } from "./danger.ts";
import { nameOf, type Scene, several } from "./scene.ts";
import { groups, type Telling, twinsOf } from "./twins.ts";

/** Most attributes of one thing that are told. */
const MOST_ATTRIBUTES = 60;

/** One thing, in every environment where the same is done to it. */
type Thing = readonly Telling[];

/**
 * A fold for each thing that is replaced or updated, one for all that a stack destroys and one for
 * all that it creates: what hurts first, and first of what there is room for. The same thing in several
 * environments is told in one fold.
 */
export function detailParts(scene: Scene): Part[] {
  const twins = twinsOf(scene);
  return scene.review.stacks.flatMap(({ stack, plan }) => {
    const changes = (plan?.changes ?? []).filter(({ noise }) => !noise);
    const of = (...actions: readonly ChangeReview["action"][]) =>
      changes.filter(({ action }) => actions.includes(action));
    const things = (...actions: readonly ChangeReview["action"][]): Thing[] =>
      of(...actions)
        .map((change) => twins.get(change) ?? [{ stacks: [stack], change }])
        .filter(({ length }) => length > 0);
    const masses = (...actions: readonly ChangeReview["action"][]) =>
      groups(things(...actions), (tellings) => stacksOf(tellings).join());
    return [
      ...masses("destroy", "forget").map((all) =>
        together(3, "destroyed or forgotten", all, scene),
      ),
      ...things("replace", "unknown").map((each) => thing(3, each, scene)),
      ...things("update").map((each) => thing(4, each, scene)),
      ...masses("create", "open").map((all) => together(6, "created", all, scene)),
    ];
  });
}

/** One thing, in every environment where the same is done to it. */
function thing(rank: number, tellings: Thing, scene: Scene): Part {
  const { change } = tellings[0]!;
  const title = (): Line => [
    ...codes(stacksOf(tellings)),
    ` · ${doing(change)} `,
    { code: labelOf(change) },
    ...(change.pending ? [" (pending before this change)"] : []),
  ];
  const what = `the details of ${change.action === "update" ? "updates" : "replacements"}`;
  return {
    rank,
    what,
    forms: [() => [{ kind: "fold", title: title(), blocks: toldBlocks(tellings, scene) }]],
  };
}

function codes(names: readonly string[]): Line {
  return names.flatMap((name, at): Line => [at > 0 ? ", " : "", { code: name }]);
}

/** Bytes that the details of one thing take at least: a fence and two names. */
const LEAST_DETAIL = 60;

/** Most names that a fold lists. */
const MOST_NAMES = 300;

/** All that is destroyed, or all that is created, in the same stacks. */
function together(rank: number, done: string, things: readonly Thing[], scene: Scene): Part {
  const title: Line = [
    ...codes(stacksOf(things[0]!)),
    ` · ${several(things.length, "thing")} ${done}`,
  ];
  const fold = (blocks: readonly Block[]): Block => ({ kind: "fold", title, blocks });
  const names = (): Block[] => [
    {
      kind: "list",
      items: things
        .slice(0, MOST_NAMES)
        .flatMap((tellings) =>
          tellings.map(
            ({ stacks, change }): Line => [
              ...(tellings.length > 1 ? ["in ", ...codes(stacks), ": "] : []),
              ...headline(change, scene),
            ],
          ),
        ),
    },
    ...(things.length > MOST_NAMES ? [paragraph(`and ${things.length - MOST_NAMES} more`)] : []),
  ];
  const full = () => [fold(things.flatMap((tellings) => toldBlocks(tellings, scene)))];
  return {
    rank,
    what: `what is ${done}`,
    fullSize: things.length * LEAST_DETAIL,
    forms: [...(done === "created" ? [full] : []), () => [fold(names())]],
  };
}

/** What is told of one thing: once, or in each way in which it changes. */
function toldBlocks(tellings: Thing, scene: Scene): Block[] {
  return tellings.flatMap(({ stacks, change }): Block[] => [
    ...(tellings.length > 1 ? [paragraph("In ", ...codes(stacks), ":")] : []),
    ...detail(change, scene),
  ]);
}

function stacksOf(tellings: Thing): string[] {
  return tellings.flatMap(({ stacks }) => stacks);
}

function detail(change: ChangeReview, scene: Scene): Block[] {
  const lines = attributeLines(change);
  return [
    { kind: "paragraph", line: headline(change, scene) },
    ...(lines.length > 0 ? [{ kind: "diff", lines } as const] : []),
    ...footnote(change),
  ];
}

/** Address, name, where it was made, and why. */
function headline(change: ChangeReview, scene: Scene): Line {
  const { address, previousAddress, identity, origin } = change;
  const name = nameOf(change, scene);
  const link = typeof name === "object" && "link" in name ? [" · ", name] : [];
  return [
    { code: address },
    ...(identity ? [" ", { code: identity }] : []),
    ...(previousAddress ? [" was ", { code: previousAddress }] : []),
    ...link,
    ...(origin ? [" · made by ", { code: origin.made }] : []),
    ...(isDestructive(change.action) ? [" · ", ...whyOf(change)] : []),
  ];
}

/** The differences with their marks in the first column. */
export function attributeLines({ diff, action }: ChangeReview): DiffLine[] {
  if (action === "destroy" || action === "forget") return [];
  const shown = diff.attributes
    .slice(0, MOST_ATTRIBUTES)
    .flatMap((each) => linesOf(each, action === "create"));
  const more = diff.attributes.length - MOST_ATTRIBUTES;
  return more > 0 ? [...shown, { mark: "@", text: `${more} more attributes change` }] : shown;
}

function linesOf(
  { path, from, to, lines, what, note, forces }: AttributeDiff,
  created: boolean,
): DiffLine[] {
  const remark = [note, forces ? "forces the replacement" : ""].filter(Boolean).join("; ");
  const end = remark ? `  # ${remark}` : "";
  if (lines) {
    const title = what && what !== "block" ? `${path} (${what})` : path;
    return [
      { mark: " ", text: `${title}:${end}` },
      ...lines.map(({ mark, text }) => ({ mark, text: mark === "@" ? text : `  ${text}` })),
    ];
  }
  if (created && to !== undefined) return [{ mark: "+", text: `${path}: ${to}${end}` }];
  const removed: DiffLine[] =
    from === undefined
      ? []
      : [{ mark: "-", text: `${path}: ${from}${to === undefined ? end : ""}` }];
  const added: DiffLine[] = to === undefined ? [] : [{ mark: "+", text: `${path}: ${to}${end}` }];
  if (removed.length + added.length === 0) return [{ mark: " ", text: `${path}${end}` }];
  return [...removed, ...added];
}

function footnote({ diff, action }: ChangeReview): Block[] {
  if (action === "destroy" || action === "forget") return [];
  const parts = [
    diff.unchanged > 0 ? `${diff.unchanged} unchanged` : "",
    diff.knownAfterApply > 0 ? `${diff.knownAfterApply} known after apply` : "",
    diff.emptyFlips > 0 ? `${several(diff.emptyFlips, "empty value")} written differently` : "",
  ].filter(Boolean);
  return parts.length > 0 ? [paragraph(parts.join(", "))] : [];
}

import type { AttributeDiff } from "../../review/diff/attribute.ts";
import type { DiffLine } from "../../review/diff/text.ts";
import { isDestructive } from "../../review/plan/action.ts";
import type { ChangeReview } from "../../review/stack/change.ts";
import { labelOf } from "../../review/stack/verdict.ts";
import { type Block, type Line, type Part, paragraph } from "../document.ts";
import { doing, whyOf } from "./danger.ts";
import { nameOf, type Scene, several } from "./scene.ts";
import { type Telling, twinsOf } from "./twins.ts";

/** Most attributes of one thing that are told. */
const MOST_ATTRIBUTES = 60;

/**
 * A fold for each thing that is replaced or updated, one for all that a stack destroys and one for
 * all that it creates: what hurts first, and first of what there is room for. The same thing in several
 * environments has one fold.
 */
export function detailParts(scene: Scene): Part[] {
  const twins = twinsOf(scene);
  return scene.review.stacks.flatMap(({ stack, plan }) => {
    const changes = (plan?.changes ?? []).filter(({ noise }) => !noise);
    const of = (...actions: readonly ChangeReview["action"][]) =>
      changes.filter(({ action }) => actions.includes(action));
    const told = (rank: number) => (change: ChangeReview) => {
      const tellings = twins.get(change) ?? [{ stacks: [stack], change }];
      return tellings.length > 0 ? [thing(rank, tellings, scene)] : [];
    };
    return [
      ...together(3, stack, "destroyed or forgotten", of("destroy", "forget"), scene),
      ...of("replace", "unknown").flatMap(told(3)),
      ...of("update").flatMap(told(4)),
      ...together(6, stack, "created", of("create", "open"), scene),
    ];
  });
}

/** One thing, in every environment where the same is done to it. */
function thing(rank: number, tellings: readonly Telling[], scene: Scene): Part {
  const { change } = tellings[0]!;
  const title = (): Line => [
    ...codes(tellings.flatMap(({ stacks }) => stacks)),
    ` · ${doing(change)} `,
    { code: labelOf(change) },
    ...(change.pending ? [" (pending before this change)"] : []),
  ];
  const what = `the details of ${change.action === "update" ? "updates" : "replacements"}`;
  const blocks = () =>
    tellings.flatMap(({ stacks, change }): Block[] => [
      ...(tellings.length > 1 ? [paragraph("In ", ...codes(stacks), ":")] : []),
      ...detail(change, scene),
    ]);
  return { rank, what, forms: [() => [{ kind: "fold", title: title(), blocks: blocks() }]] };
}

function codes(names: readonly string[]): Line {
  return names.flatMap((name, at): Line => [at > 0 ? ", " : "", { code: name }]);
}

/** Bytes that the details of one thing take at least: a fence and two names. */
const LEAST_DETAIL = 60;

/** Most names that a fold lists. */
const MOST_NAMES = 300;

function together(
  rank: number,
  stack: string,
  done: string,
  changes: readonly ChangeReview[],
  scene: Scene,
): Part[] {
  if (changes.length === 0) return [];
  const title: Line = [{ code: stack }, ` · ${several(changes.length, "thing")} ${done}`];
  const fold = (blocks: readonly Block[]): Block => ({ kind: "fold", title, blocks });
  const names = (): Block[] => [
    { kind: "list", items: changes.slice(0, MOST_NAMES).map((change) => headline(change, scene)) },
    ...(changes.length > MOST_NAMES ? [paragraph(`and ${changes.length - MOST_NAMES} more`)] : []),
  ];
  const full = () => [fold(changes.flatMap((change) => detail(change, scene)))];
  return [
    {
      rank,
      what: `what is ${done}`,
      fullSize: changes.length * LEAST_DETAIL,
      forms: [...(done === "created" ? [full] : []), () => [fold(names())]],
    },
  ];
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

import type { AttributeDiff } from "../../review/diff/attribute.ts";
import type { DiffLine } from "../../review/diff/text.ts";
import { isDestructive } from "../../review/plan/action.ts";
import type { StackReview } from "../../review/set/set.ts";
import type { ChangeReview } from "../../review/stack/change.ts";
import { labelOf } from "../../review/stack/verdict.ts";
import { type Block, type Line, type Part, paragraph } from "../document.ts";
import { doing, whyOf } from "./danger.ts";
import { nameOf, type Scene, several } from "./scene.ts";

/** Most attributes of one thing that are told. */
const MOST_ATTRIBUTES = 60;

/** A fold for each thing that changes: what hurts first, and first of what there is room for. */
export function detailParts(scene: Scene): Part[] {
  return scene.review.stacks.flatMap((stack) =>
    (stack.plan?.changes ?? [])
      .filter(
        ({ noise, action }) =>
          !noise && action !== "read" && action !== "move" && action !== "import",
      )
      .map((change) => detailPart(stack, change, scene)),
  );
}

function detailPart({ stack }: StackReview, change: ChangeReview, scene: Scene): Part {
  const destructive = isDestructive(change.action);
  return {
    rank: destructive ? 3 : change.action === "update" ? 4 : 6,
    what: `the details of ${change.action === "unknown" ? "other" : change.action} changes`,
    forms: [() => [detail(stack, change, scene)]],
  };
}

function detail(stack: string, change: ChangeReview, scene: Scene): Block {
  const title: Line = [
    { code: stack },
    ` · ${doing(change)} `,
    { code: labelOf(change) },
    ...(change.pending ? [" (pending before this change)"] : []),
  ];
  const lines = attributeLines(change);
  return {
    kind: "fold",
    title,
    blocks: [
      { kind: "paragraph", line: headline(change, scene) },
      ...(lines.length > 0 ? [{ kind: "diff", lines } as const] : []),
      ...footnote(change),
    ],
  };
}

/** Address, name, where it was made, and why. */
function headline(change: ChangeReview, scene: Scene): Line {
  const { address, previousAddress, identity, origin } = change;
  return [
    { code: address },
    ...(identity ? [" ", { code: identity }] : []),
    ...(previousAddress ? [" was ", { code: previousAddress }] : []),
    ...(origin ? [" · ", nameOf(change, scene), " made by ", { code: origin.made }] : []),
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
    diff.emptyFlips > 0 ? `${several(diff.emptyFlips, "empty value")} in other words` : "",
  ].filter(Boolean);
  return parts.length > 0 ? [paragraph(parts.join(", "))] : [];
}

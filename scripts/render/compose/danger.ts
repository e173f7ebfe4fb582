import { isDestructive } from "../../review/plan/action.ts";
import { type ChangeReview, forcing } from "../../review/stack/change.ts";
import { labelOf } from "../../review/stack/verdict.ts";
import type { Fact } from "../../review/stateful/facts.ts";
import { type Block, type Line, type Part, paragraph } from "../document.ts";
import { nameOf, type Scene, several } from "./scene.ts";

/** One thing that goes, with the stack that it is in. */
interface Loss {
  readonly stack: string;
  readonly change: ChangeReview;
}

/**
 * Everything that is destroyed, replaced or forgotten, over all stacks, what holds data first. Each
 * shorter form still names every one of them.
 */
export function dangerParts(scene: Scene): Part[] {
  const losses = scene.review.stacks
    .flatMap(({ stack, plan }) => (plan?.changes ?? []).map((change) => ({ stack, change })))
    .filter(({ change }) => isDestructive(change.action) || change.action === "unknown");
  // What is only forgotten stays where it is.
  const isLost = ({ action, order, stake }: ChangeReview) =>
    stake !== undefined && action !== "forget" && order !== "forget-old";
  const held = losses.filter(({ change }) => isLost(change));
  const others = losses.filter(({ change }) => !isLost(change));
  return [
    ...listing(scene, held, (blocks) => [{ kind: "caution", title: "Data at risk", blocks }]),
    ...listing(scene, others, (blocks) => [
      { kind: "heading", level: 3, line: ["Destroyed, replaced or forgotten"] },
      ...blocks,
    ]),
  ];
}

/** Bytes that a row of the full table takes at least. */
const LEAST_ROW = 100;

function listing(
  scene: Scene,
  losses: readonly Loss[],
  around: (blocks: readonly Block[]) => readonly Block[],
): Part[] {
  if (losses.length === 0) return [];
  const forms = [
    () => around([fullTable(scene, losses)]),
    () => around([briefTable(scene, losses)]),
    () => around(addresses(losses)),
    () => around(addresses(losses, true)),
  ];
  const total = several(losses.length, "destructive change");
  const tooMany = () => around([paragraph({ strong: `${total}, too many to be named here` })]);
  return [{ rank: 0, forms, tooMany, what: total, fullSize: losses.length * LEAST_ROW }];
}

function fullTable(scene: Scene, losses: readonly Loss[]): Block {
  const rows = losses.map(
    ({ stack, change }) =>
      [
        [{ code: stack }],
        [doing(change), " ", nameOf(change, scene), ...kindOf(change)],
        [...whyOf(change), ...(change.hint ? ["; ", ...change.hint] : [])],
        factsOf(change.stake?.facts ?? []),
      ] satisfies Line[],
  );
  const hasFacts = losses.some(({ change }) => (change.stake?.facts.length ?? 0) > 0);
  const head = ["Stack", "What", "Why", "Facts"];
  return {
    kind: "table",
    head: hasFacts ? head : head.slice(0, 3),
    rows: hasFacts ? rows : rows.map((row) => row.slice(0, 3)),
  };
}

function briefTable(_scene: Scene, losses: readonly Loss[]): Block {
  const rows = losses.map(({ stack, change }): Line[] => [
    [{ code: stack }],
    [doing(change), " ", { code: labelOf(change) }],
    [change.forcedBy.join(", ") || plainWhy(change)].map((text) => ({ code: text })),
  ]);
  return { kind: "table", head: ["Stack", "What", "Because of"], rows };
}

/** One line for each; in the shortest form without the words that repeat. */
function addresses(losses: readonly Loss[], shortest = false): Block[] {
  const stacks = [...new Set(losses.map(({ stack }) => stack))];
  return stacks.flatMap((stack): Block[] => {
    const own = losses.filter((loss) => loss.stack === stack);
    const line = ({ change }: Loss) =>
      shortest
        ? `${SIGNS[change.action] ?? "?"} ${change.address}`
        : `${change.action} ${change.address}`;
    return [
      paragraph({ code: stack }, `: ${several(own.length, "thing")}`),
      { kind: "text", lines: own.map(line) },
    ];
  });
}

const SIGNS: Readonly<Record<string, string>> = { destroy: "-", replace: "±", forget: "x" };

/** What happens, in words. */
export function doing({ action, order, moved, imported }: ChangeReview): string {
  const words = {
    "destroy-first": "replace (destroy first)",
    "create-first": "replace (create first)",
    "forget-old": "replace (the old one is forgotten)",
  };
  const word = order ? words[order] : action;
  const also = [
    moved && action !== "move" ? "moved" : "",
    imported && action !== "import" ? "imported" : "",
  ];
  return [word, ...also].filter(Boolean).join(", ");
}

function kindOf({ stake }: ChangeReview): Line {
  return stake ? [` (${stake.kind})`] : [];
}

/** The cause, and for a replacement the attribute that forces it with old and new value. */
export function whyOf(change: ChangeReview): Line {
  const forced = forcing(change).flatMap(
    ({ path, from, to }, at): Line => [
      at > 0 ? ", " : "",
      { code: path },
      ...(from || to ? [" ", { code: from ?? "null" }, " to ", { code: to ?? "null" }] : []),
    ],
  );
  const why = change.why ?? [];
  if (forced.length === 0) return why.length > 0 ? why : ["no reason given"];
  return [...forced, why.length > 0 ? ": " : "", ...why];
}

function plainWhy({ why = [] }: ChangeReview): string {
  return (
    why.map((piece) => (typeof piece === "string" ? piece : piece.code)).join("") ||
    "no reason given"
  );
}

function factsOf(facts: readonly Fact[]): Line {
  return facts.flatMap(
    ({ label, value, danger }, at): Line => [
      at > 0 ? " · " : "",
      danger ? { strong: `${label}: ${value}` } : `${label}: ${value}`,
    ],
  );
}

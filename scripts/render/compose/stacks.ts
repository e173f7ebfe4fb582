import type { StackReview } from "../../review/set/stack-review.ts";
import { LADDER } from "../../review/stack/verdict.ts";
import { type Block, type Inline, type Line, type Part, paragraph } from "../document.ts";
import { type Scene, several } from "./scene.ts";
import { countsLine } from "./verdict.ts";

/** One row for each stack that needs a look, and how many do not. */
export function stackPart({ review }: Scene): Part {
  const telling = review.stacks.filter(needsLook);
  const quiet = quietLine(review.stacks.filter((each) => !needsLook(each)));
  const rest = (): Block[] => (quiet ? [paragraph(quiet)] : []);
  return {
    rank: 0,
    what: "the table of stacks",
    forms: [
      () => (telling.length > 0 ? [table(telling, true), ...rest()] : rest()),
      () => (telling.length > 0 ? [table(telling, false), ...rest()] : rest()),
      () => [...names(telling), ...rest()],
      () => [paragraph(`${several(telling.length, "stack")} with changes.`), ...rest()],
    ],
  };
}

/** The stacks by what would happen to them, the worst first: where there is no room for a row each. */
function names(stacks: readonly StackReview[]): Block[] {
  return LADDER.flatMap((verdict) => {
    const own = stacks.filter((each) => each.verdict === verdict);
    const list = own.flatMap(({ stack }, at): Line => [at > 0 ? ", " : "", { code: stack }]);
    const title = { strong: `${several(own.length, "stack")}, ${verdict}` };
    return own.length > 0 ? [paragraph(title, ": ", ...list)] : [];
  });
}

/** How many stacks need no look, and why. */
function quietLine(stacks: readonly StackReview[]): string {
  const of = (result: StackReview["result"]) =>
    stacks.filter((each) => each.result === result).length;
  const [planned, unaffected, removed] = [of("planned"), of("unaffected"), of("removed")];
  const parts = [
    planned > 0 ? `${several(planned, "stack")} without changes` : "",
    unaffected > 0 ? `${several(unaffected, "stack")} that this change does not touch` : "",
    removed > 0 ? `${several(removed, "stack")} not in the code any more` : "",
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(", ")}.` : "";
}

function needsLook({ verdict, stale, providers }: StackReview): boolean {
  return (
    (verdict !== "no changes" && verdict !== "not planned") ||
    stale.length > 0 ||
    providers.length > 0
  );
}

function table(stacks: readonly StackReview[], full: boolean): Block {
  return {
    kind: "table",
    head: ["Stack", "Result", "+", "~", "±", "-", "state", ...(full ? ["Depends on"] : [])],
    rows: stacks.map((stack) => row(stack, full)),
  };
}

function row(stack: StackReview, full: boolean): Line[] {
  const counts = stack.plan?.counts;
  const number = (count: number | undefined): Line => [counts ? String(count) : "–"];
  return [
    [{ code: stack.stack }],
    full && stack.page ? [...resultOf(stack), ", ", runAt(stack.page)] : resultOf(stack),
    number(counts?.create),
    number(counts?.update),
    number(counts && counts.replaceCreateFirst + counts.replaceDestroyFirst),
    number(counts?.destroy),
    number(counts && counts.move + counts.import + counts.forget),
    ...(full
      ? [stack.dependencies.flatMap((id, at): Line => [at > 0 ? ", " : "", { code: id }])]
      : []),
  ];
}

/** Where a run elsewhere has planned it. */
function runAt(page: string): Inline {
  return { link: "run", to: page };
}

function resultOf({ result, verdict, blockedBy, stale, plan }: StackReview): Line {
  const old = stale.flatMap(({ producer }, at): Line => [at > 0 ? ", " : "", { code: producer }]);
  const onOld: Line = old.length > 0 ? [{ strong: "on old outputs" }, " of ", ...old] : [];
  if (result === "blocked") return ["blocked by ", { code: blockedBy ?? "?" }];
  if (result === "removed") return ["not in the code any more"];
  if (result === "failed" || result === "stopped") return [{ strong: result }];
  if (result === "unaffected")
    return onOld.length > 0 ? ["not touched, reads ", ...onOld] : ["not affected"];
  const counted = plan ? countsLine(plan.counts) : "";
  const word = verdict === "no changes" && counted ? "changes" : verdict;
  return onOld.length > 0 ? [word, ", planned ", ...onOld] : [word];
}

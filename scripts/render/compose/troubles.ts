import type { Notice } from "../../review/set/input.ts";
import type { StackReview } from "../../review/set/stack-review.ts";
import type { Block, Line, Part } from "../document.ts";
import { type Scene, several } from "./scene.ts";

/** Stacks that could not be planned, that are gone, or whose plan is not the whole truth. */
export function troubleParts({ review }: Scene): Part[] {
  return review.stacks.flatMap((stack) => [
    ...problemsOf(stack),
    ...removedOf(stack),
    ...staleOf(stack),
    ...incompleteOf(stack),
    ...checksOf(stack),
    ...warningsOf(stack),
  ]);
}

function problemsOf({ stack, result, problems }: StackReview): Part[] {
  if (result !== "failed" && result !== "stopped" && result !== "blocked") return [];
  if (problems.length === 0) return [];
  const blocked = result === "blocked";
  const line: Line = blocked
    ? [{ strong: "Blocked" }, ": ", { code: stack }]
    : [{ strong: result === "failed" ? "Failed" : "Stopped" }, ": ", { code: stack }];
  const texts = problems.flatMap((each) => [...noticeLines(each)]);
  const form = (most: number) => (): Block[] => [
    { kind: "paragraph", line },
    { kind: "text", lines: shortened(texts, most) },
  ];
  return [
    {
      rank: blocked ? 3 : 1,
      what: `what went wrong in a stack`,
      forms: [form(60), form(8), () => [{ kind: "paragraph", line }]],
    },
  ];
}

function noticeLines({ text, about }: Notice): string[] {
  return [...(about ? [`${about}:`] : []), ...text.split("\n")];
}

function shortened(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most), `... ${lines.length - most} more lines`];
}

function removedOf({ stack, result, problems }: StackReview): Part[] {
  if (result !== "removed") return [];
  const line: Line = [
    { strong: "Not in the code any more" },
    ": ",
    { code: stack },
    ". Nothing is destroyed by this: its state stays where it is, and so does all that stands in it.",
    ...problems.flatMap(({ text }): Line => [" ", { code: text }]),
  ];
  return [{ rank: 1, what: "a stack that is gone", forms: [() => [{ kind: "paragraph", line }]] }];
}

function staleOf({ stack, result, stale }: StackReview): Part[] {
  if (stale.length === 0 || result === "blocked") return [];
  const line: Line = [
    { strong: "Stale" },
    ": ",
    { code: stack },
    result === "planned"
      ? " was planned against outputs that this change moves: "
      : " reads outputs that this change moves: ",
    ...stale.flatMap(
      ({ producer, outputs }, at): Line => [
        at > 0 ? "; " : "",
        { code: outputs.join(", ") },
        " of ",
        { code: producer },
      ],
    ),
    ". It must be planned again after that.",
  ];
  return [{ rank: 1, what: "a stale plan", forms: [() => [{ kind: "paragraph", line }]] }];
}

function incompleteOf({ stack, plan }: StackReview): Part[] {
  if (!plan?.incomplete && !plan?.deferrals.length && !plan?.actions.length) return [];
  const items: Line[] = [
    ...plan.deferrals.map(
      ({ address, actions, why }): Line => [
        "put off: ",
        { code: `${actions} ${address}` },
        ", ",
        ...why,
      ],
    ),
    ...plan.actions.map(
      ({ address, trigger }): Line => [
        "runs ",
        { code: address },
        ...(trigger ? [" at ", { code: trigger }] : []),
      ],
    ),
  ];
  const heading: Line = plan.incomplete
    ? [{ strong: "Incomplete" }, ", ", { code: stack }, `: ${plan.incomplete}.`]
    : [{ code: stack }, ` also runs ${several(plan.actions.length, "action")}.`];
  const blocks: Block[] = [{ kind: "paragraph", line: heading }];
  return [
    {
      rank: 1,
      what: "what a plan leaves open",
      forms: [
        () =>
          items.length > 0 ? [...blocks, { kind: "list", items: items.slice(0, 40) }] : blocks,
        () => blocks,
      ],
    },
  ];
}

function checksOf({ stack, plan }: StackReview): Part[] {
  const failing = (plan?.checks ?? []).filter(
    ({ status }) => status === "fail" || status === "error",
  );
  if (failing.length === 0) return [];
  const items = failing.map(
    ({ name, status, problems }): Line => [
      { strong: status === "fail" ? "Check fails" : "Check cannot run" },
      " in ",
      { code: stack },
      ": ",
      { code: name },
      ...problems.flatMap((problem): Line => [" ", { code: problem }]),
    ],
  );
  const blocks = items.map((line): Block => ({ kind: "paragraph", line }));
  return [{ rank: 1, what: "failing checks", forms: [() => blocks] }];
}

function warningsOf({ stack, warnings }: StackReview): Part[] {
  if (warnings.length === 0) return [];
  const lines = shortened(warnings.flatMap(noticeLines), 80);
  const title: Line = [{ code: stack }, ` · ${several(warnings.length, "warning")}`];
  return [
    {
      rank: 4,
      what: "warnings",
      forms: [() => [{ kind: "fold", title, blocks: [{ kind: "text", lines }] }]],
    },
  ];
}

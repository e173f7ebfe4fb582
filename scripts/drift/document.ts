import { fit } from "../render/budget.ts";
import { attributeLines } from "../render/compose/details.ts";
import { several } from "../render/compose/scene.ts";
import { type Block, type Line, type Part, paragraph } from "../render/document.ts";
import { Withheld } from "../render/render.ts";
import { writeMarkdown } from "../render/write/markdown.ts";
import { writeTerminal } from "../render/write/terminal.ts";
import type { Secrets } from "../review/secret/secrets.ts";
import type { Drifted, DriftReport, StackDrift } from "./drift.ts";

/** Greatest size of an issue's body in bytes: GitHub takes 65,536 characters. */
const ISSUE_BUDGET = 60_000;

/**
 * The body of an issue, as Markdown; empty where nothing has drifted and all could be looked at. Equal
 * for what is equal: no time stands in it.
 */
export function issueBody(report: DriftReport, secrets: Secrets): string {
  const matters = report.stacks.some(({ result }) => result === "drift" || result === "failed");
  return matters ? write(report, secrets, writeMarkdown, ISSUE_BUDGET) : "";
}

/** The report for a terminal. */
export function driftText(report: DriftReport, secrets: Secrets, colour: boolean): string {
  const all = Number.MAX_SAFE_INTEGER;
  return write(report, secrets, (blocks) => writeTerminal(blocks, colour), all).trimEnd();
}

function write(
  report: DriftReport,
  secrets: Secrets,
  writer: (blocks: readonly Block[]) => string,
  budget: number,
): string {
  const { text } = fit({
    parts: [headPart(report), ...report.stacks.flatMap(stackParts)],
    budget,
    write: (blocks) => (blocks.length > 0 ? writer(blocks) : ""),
    closing: (omitted) => closing(report, omitted),
  });
  if (secrets.isIn(text)) throw new Withheld();
  return text;
}

function headPart({ stacks, rehearsal }: DriftReport): Part {
  const things = stacks.reduce((sum, { things }) => sum + things.length, 0);
  const failed = stacks.filter(({ result }) => result === "failed").length;
  const counts = [
    things > 0 ? `${several(things, "thing")} changed outside of Terraform` : "",
    failed > 0 ? `${several(failed, "stack")} could not be looked at` : "",
  ].filter(Boolean);
  const title = counts.length > 0 ? counts.join(" · ") : "everything is as it was applied";
  const told = stacks.filter(({ result }) => result !== "as applied");
  const quiet = stacks.length - told.length;
  const rows = told.map(({ stack, result, things }): Line[] => [
    [{ code: stack }],
    [result === "drift" || result === "failed" ? { strong: result } : result],
    [things.length > 0 ? String(things.length) : "–"],
  ]);
  return {
    rank: 0,
    forms: [
      () => [
        { kind: "heading", level: 2, line: [`Drift: ${title}`] },
        ...(rehearsal ? [paragraph("On the rehearsal cloud.")] : []),
        ...(rows.length > 0
          ? [{ kind: "table", head: ["Stack", "Result", "Things"], rows } as const]
          : []),
        ...(quiet > 0 ? [paragraph(`${several(quiet, "stack")} as applied.`)] : []),
      ],
    ],
  };
}

function stackParts({ stack, things, outputs, problems }: StackDrift): Part[] {
  return [
    ...(problems.length > 0 ? [problemPart(stack, problems)] : []),
    ...things.map((thing) => thingPart(stack, thing)),
    ...(outputs.length > 0 ? [outputPart(stack, outputs)] : []),
  ];
}

function problemPart(stack: string, problems: readonly string[]): Part {
  const line: Line = [{ strong: "Failed" }, ": ", { code: stack }];
  const lines = problems.flatMap((each) => each.split("\n")).slice(0, 40);
  const head: Block = { kind: "paragraph", line };
  return {
    rank: 1,
    what: "why a stack failed",
    forms: [() => [head, { kind: "text", lines }], () => [head]],
  };
}

function thingPart(stack: string, { address, gone, attributes, origin }: Drifted): Part {
  const head: Line = [
    { code: stack },
    " · ",
    { code: address },
    gone ? " is gone" : "",
    ...(origin ? [" · made by ", { code: origin.made }] : []),
  ];
  const change = { action: "update", diff: { attributes } } as Parameters<typeof attributeLines>[0];
  const lines = gone ? [] : attributeLines(change);
  const named = (): Block[] => [{ kind: "paragraph", line: head }];
  const full = (): Block[] => [
    ...named(),
    ...(lines.length > 0 ? [{ kind: "diff", lines } as const] : []),
  ];
  return { rank: gone ? 1 : 2, what: "what has drifted", forms: [full, named] };
}

function outputPart(stack: string, outputs: readonly string[]): Part {
  const line: Line = [
    { code: stack },
    " would hand out something else: ",
    ...outputs.slice(0, 20).flatMap((name, at): Line => [at > 0 ? ", " : "", { code: name }]),
  ];
  return { rank: 3, what: "outputs", forms: [() => [{ kind: "paragraph", line }]] };
}

function closing({ stacks, rehearsal }: DriftReport, omitted: readonly string[]): Block[] {
  const drifted = stacks.filter(({ result }) => result === "drift").map(({ stack }) => stack);
  const flags = rehearsal ? " --rehearsal" : "";
  const command = `infra plan ${drifted.join(" ")}${flags}`;
  const go = paragraph(
    "Nothing was changed. To bring it back to what the code says: ",
    { code: command },
    ", and look at that plan. To keep it: write it into the code.",
  );
  return [
    ...(omitted.length > 0
      ? [
          paragraph(
            { strong: "Shortened" },
            `: ${omitted.length} parts are left out; infra drift tells all.`,
          ),
        ]
      : []),
    ...(drifted.length > 0 ? [go] : []),
  ];
}

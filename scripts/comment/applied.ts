import type { Ending, StackApplied } from "../apply/result.ts";
import { countsOf, toldOf } from "../apply/told.ts";
import { fit } from "../render/budget.ts";
import { type Block, type Line, type Part, paragraph } from "../render/document.ts";
import { writeMarkdown } from "../render/write/markdown.ts";
import { cut } from "../review/diff/long.ts";
import type { Report } from "./report.ts";

/** What applies did, by plan set. */
export interface Applied {
  readonly sets: Readonly<Record<string, Report>>;
  /** Sets of which nothing was begun: something before them did not end well. */
  readonly skipped: readonly string[];
  /** Sets of which nothing is known: the job died, or nobody approved it. */
  readonly unknown: readonly string[];
  readonly at: string;
  readonly actor?: string;
}

/** Most lines of one list, and most letters of one line. */
const MOST = { lines: 20, letters: 500 } as const;

/**
 * Writes what applies did: each stack with how it ended, and of those that did not end well what
 * went wrong, what became of each thing, and what would have been done otherwise than reviewed.
 *
 * @param run where the run can be looked at, as the end of a line
 * @param budget greatest size in bytes
 */
export function writeApplied(
  title: string,
  { sets, skipped, unknown, at, actor }: Applied,
  run: Line,
  budget: number,
): string {
  const stacks = Object.values(sets).flatMap((each) => each.stacks);
  const by: Line = actor ? [" by ", { code: actor }] : [];
  const top: Block[] = [
    { kind: "heading", level: 2, line: [title] },
    paragraph(`${at.slice(0, 16).replace("T", " ")} UTC`, ...by, ...run),
  ];
  const parts: Part[] = [
    {
      rank: 0,
      forms: formsOf(stacks, [
        ...skipped.map((set) => silentRow(set, "not begun: what comes before it did not end well")),
        ...unknown.map((set) => silentRow(set, "unknown: its job said nothing")),
      ]).map((form) => () => [...top, ...form()]),
    },
    ...Object.values(sets).flatMap(({ leftBehind }) => leftBehind.map(leftPart)),
    ...stacks.flatMap(stackParts),
  ];
  return fit({ parts, budget, write: writeAll, closing }).text;
}

function writeAll(blocks: readonly Block[]): string {
  return blocks.length > 0 ? writeMarkdown(blocks) : "";
}

function closing(omitted: readonly string[]): Block[] {
  if (omitted.length === 0) return [];
  const text = `There is no room for what became of ${omitted.length} of them: the summary of the job and the report of the apply have it.`;
  return [paragraph(text)];
}

/** The table with all stacks, with those that did not end well, or how many ended how. */
function formsOf(stacks: readonly StackApplied[], silent: readonly Line[][]) {
  const bad = stacks.filter(({ ending }) => !isGood(ending));
  const quiet = stacks.length - bad.length;
  const table = (those: readonly StackApplied[]): Block[] => {
    const rows = [...those.map(rowOf), ...silent];
    return rows.length > 0 ? [{ kind: "table", head: ["Stack", "Ending", "Done"], rows }] : [];
  };
  const again: Block[] = stacks.some(({ ending }) => /^(needs approval|waiting)$/.test(ending))
    ? [
        paragraph(
          "What needs an approval would do something else by now: plan it again, and approve that.",
        ),
      ]
    : [];
  const nothing = stacks.length + silent.length === 0;
  return [
    () => [...(nothing ? [paragraph("Nothing had to be done.")] : table(stacks)), ...again],
    () => [...table(bad), paragraph(`${quiet} more stacks are done.`), ...again],
    () => [paragraph(counted(stacks)), ...again],
  ];
}

/** The row of a set that has reported nothing. */
function silentRow(set: string, words: string): Line[] {
  return [[{ code: set }], [{ strong: words }], []];
}

/** `12 applied, 3 failed` */
function counted(stacks: readonly StackApplied[]): string {
  const counts = new Map<Ending, number>();
  for (const { ending } of stacks) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].map(([ending, count]) => `${count} ${ending}`).join(", ");
}

function rowOf({ stack, ending, right, things }: StackApplied): Line[] {
  const words = right ? `${ending}, ${right}` : ending;
  return [[{ code: stack }], [isGood(ending) ? words : { strong: words }], [countsOf(things)]];
}

function isGood(ending: Ending): boolean {
  return ending === "applied" || ending === "unchanged";
}

/** What is told of one stack besides its row. */
function stackParts(stack: StackApplied): Part[] {
  const { problems } = stack;
  const good = isGood(stack.ending);
  const told = toldOf(stack);
  if (problems.length + told.length === 0) return [];
  const shown = (lines: readonly string[]): Block => ({
    kind: "fold",
    title: [{ code: stack.stack }],
    open: !good,
    blocks: [{ kind: "text", lines }],
  });
  const words = shortened(problems.flatMap((each) => each.split("\n")));
  const lists = told.flatMap(({ what, lines }) => [
    `${what}:`,
    ...shortened(lines).map((line) => `  ${line}`),
  ]);
  return [
    {
      rank: good ? 3 : 1,
      what: stack.stack,
      forms: [
        () => [shown([...words, ...lists])],
        ...(words.length > 0 ? [() => [shown(words)], () => [shown(words.slice(0, 1))]] : []),
      ],
    },
  ];
}

function leftPart({ stack, producer, outputs }: Report["leftBehind"][number]): Part {
  const names = cut(outputs.join(", "), MOST.letters);
  const line: Line = [
    ...[{ code: stack }, " reads ", { code: names }, " of ", { code: producer }],
    ", which moved, and was not planned: plan it.",
  ];
  return { rank: 2, what: stack, forms: [() => [{ kind: "paragraph", line }]] };
}

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - MOST.lines;
  const kept = lines.slice(0, MOST.lines).map((line) => cut(line, MOST.letters));
  return rest > 0 ? [...kept, `... ${rest} more lines`] : kept;
}

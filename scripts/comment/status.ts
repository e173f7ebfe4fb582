import type { Block, Line } from "../render/document.ts";
import { writeMarkdown } from "../render/write/markdown.ts";

/** How one stack ended in an apply; the part of its report that is told here. */
export interface AppliedStack {
  readonly stack: string;
  /** `applied`, `unchanged`, `failed`, `unknown`, `not begun`, ... */
  readonly ending: string;
  readonly problems: readonly string[];
}

/** What stands above the plan. */
export type Status =
  /** A run has begun; a plan that stands below is of `below`. */
  | { readonly state: "planning"; readonly head: string; readonly below?: string }
  /** The plan below is that of the present head, or of an older one. */
  | { readonly state: "planned"; readonly head: string; readonly present: string }
  | { readonly state: "fork" }
  | { readonly state: "withheld"; readonly sets: readonly string[] }
  | { readonly state: "superseded"; readonly head: string }
  | { readonly state: "applied" | "apply-failed"; readonly applied: Applied };

/** What applies did, by plan set. */
export interface Applied {
  readonly sets: Readonly<Record<string, readonly AppliedStack[]>>;
  /** Sets of which nothing is known: the job died. */
  readonly unknown: readonly string[];
  readonly at: string;
  readonly actor?: string;
}

/** Where the run can be looked at. */
export interface RunPlace {
  readonly url?: string;
}

/** Most lines of problems that are told of one stack. */
const MOST_LINES = 12;

/** Writes the status as Markdown. Empty for a plan that is the present one. */
export function writeStatus(status: Status, run: RunPlace): string {
  const blocks = blocksOf(status, run);
  return blocks.length === 0 ? "" : writeMarkdown(blocks);
}

function blocksOf(status: Status, run: RunPlace): Block[] {
  switch (status.state) {
    case "planning":
      return [
        heading("Planning"),
        line("Commit ", short(status.head), " is being planned", ...runLink(run), "."),
        ...(status.below && status.below !== status.head
          ? [
              caution("Stale", [
                "The plan below is that of ",
                short(status.below),
                ". Do not approve it.",
              ]),
            ]
          : []),
      ];
    case "planned":
      return status.head === status.present
        ? []
        : [
            caution("Stale", [
              ...[
                "This is the plan of ",
                short(status.head),
                ", and the head is ",
                short(status.present),
              ],
              ". Do not approve it.",
            ]),
          ];
    case "fork":
      return [
        heading("No plan"),
        line(
          "This comes from a fork, so nothing of it runs with rights on a cloud. It was checked without.",
        ),
        line("For a plan, a maintainer pushes the reviewed commit to a branch of this repository."),
      ];
    case "withheld":
      return [
        caution("Withheld", [
          "The leak guard found something that must not be seen in ",
          ...names(status.sets),
          ". Nothing of it is shown, and the job fails.",
        ]),
      ];
    case "superseded":
      return [
        heading("Superseded"),
        line(
          "The request was closed, and ",
          short(status.head),
          " was not applied",
          ...runLink(run),
          ".",
        ),
      ];
    default:
      return appliedBlocks(status.state, status.applied, run);
  }
}

function appliedBlocks(
  state: "applied" | "apply-failed",
  applied: Applied,
  run: RunPlace,
): Block[] {
  const { sets, unknown, at, actor } = applied;
  const stacks = Object.values(sets).flat();
  const failed = stacks.filter(({ problems }) => problems.length > 0);
  const by: Line = actor ? [" by ", { code: actor }] : [];
  const rows = [...stacks.map(rowOf), ...unknown.map((set) => rowOf(silent(set)))];
  const told = rows.length > 0 ? [table(rows)] : [line("Nothing had to be done.")];
  return [
    heading(state === "applied" ? "Applied" : "The apply did not get to its end"),
    line(`${at.slice(0, 16).replace("T", " ")} UTC`, ...by, ...runLink(run)),
    ...told,
    ...(stacks.some(({ ending }) => ending === "needs approval" || ending === "waiting")
      ? [
          line(
            "What needs an approval would do something else by now: plan it again, and approve that.",
          ),
        ]
      : []),
    ...failed.map(
      ({ stack, problems }): Block => ({
        kind: "fold",
        title: [{ code: stack }],
        open: true,
        blocks: [{ kind: "text", lines: linesOf(problems) }],
      }),
    ),
  ];
}

function silent(set: string): AppliedStack {
  return { stack: set, ending: "unknown: its job said nothing", problems: [] };
}

function rowOf({ stack, ending }: AppliedStack): Line[] {
  const good = ending === "applied" || ending === "unchanged";
  return [[{ code: stack }], good ? [ending] : [{ strong: ending }]];
}

function linesOf(problems: readonly string[]): string[] {
  const lines = problems.flatMap((each) => each.split("\n"));
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `... ${lines.length - MOST_LINES} more lines`];
}

function table(rows: readonly (readonly Line[])[]): Block {
  return { kind: "table", head: ["Stack", "Ending"], rows };
}

function heading(text: string): Block {
  return { kind: "heading", level: 2, line: [text] };
}

function line(...pieces: Line): Block {
  return { kind: "paragraph", line: pieces };
}

function caution(title: string, text: Line): Block {
  return { kind: "caution", title, blocks: [line(...text)] };
}

function names(sets: readonly string[]): Line {
  return sets.flatMap((set, at): Line => [at > 0 ? ", " : "", { code: set }]);
}

function short(commit: string): { readonly code: string } {
  return { code: commit.slice(0, 10) };
}

function runLink({ url }: RunPlace): Line {
  return url ? [" in ", { link: "this run", to: url }] : [];
}

import type { Block, Line } from "../render/document.ts";
import { writeMarkdown } from "../render/write/markdown.ts";
import { type Applied, writeApplied } from "./applied.ts";

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

/** Where the run can be looked at. */
export interface RunPlace {
  readonly url?: string;
}

/** Titles of what was applied. */
const TITLES = { applied: "Applied", "apply-failed": "The apply did not get to its end" } as const;

/**
 * Writes the status as Markdown. Empty for a plan that is the present one.
 *
 * @param budget greatest size in bytes; only what was applied can be long
 */
export function writeStatus(status: Status, run: RunPlace, budget: number): string {
  if ("applied" in status) {
    return writeApplied(TITLES[status.state], status.applied, runLink(run), budget);
  }
  const blocks = blocksOf(status, run);
  return blocks.length === 0 ? "" : writeMarkdown(blocks);
}

function blocksOf(status: Exclude<Status, { readonly applied: Applied }>, run: RunPlace): Block[] {
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
  }
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

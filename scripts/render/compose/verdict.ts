import type { Counts } from "../../review/stack/counts.ts";
import type { Verdict } from "../../review/stack/verdict.ts";
import { type Block, type Line, type Part, paragraph } from "../document.ts";
import { type Scene, several } from "./scene.ts";

/** What each verdict says in the first line. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  failed: "planning failed",
  "destroys data": "destroys data",
  "replaces data": "replaces what holds data",
  destroys: "destroys",
  replaces: "replaces",
  forgets: "forgets",
  "broadens access": "broadens access",
  incomplete: "incomplete",
  updates: "updates",
  creates: "creates",
  "state only": "state only: needs an apply, touches nothing real",
  "outputs only": "outputs only",
  "actions only": "only runs actions",
  "drift only": "no changes, but drift",
  blocked: "blocked",
  "not planned": "nothing to plan",
  "no changes": "no changes",
};

const WORDS: readonly (readonly [keyof Counts, string, string?])[] = [
  ["destroy", "destroy"],
  ["replaceDestroyFirst", "replace (destroy first)"],
  ["replaceCreateFirst", "replace (create first)"],
  ["forget", "forget"],
  ["unknown", "unknown"],
  ["update", "update"],
  ["create", "create"],
  ["import", "import"],
  ["move", "move"],
  ["outputs", "output change", "output changes"],
  ["deferred", "deferred"],
  ["actions", "action", "actions"],
];

/** The counts in words: `1 destroy · 2 update`. */
export function countsLine(counts: Counts): string {
  const shown = WORDS.filter(([key]) => counts[key] > 0);
  return shown.map(([key, one, many = one]) => several(counts[key], one, many)).join(" · ");
}

/** The first lines: what will happen, how bad it is, and to what it applies. */
export function verdictPart(scene: Scene): Part {
  return { rank: 0, forms: [() => blocks(scene)] };
}

function blocks({ review, from }: Scene): Block[] {
  const { verdict, counts, stacks } = review;
  const planned = stacks.filter(({ plan }) => plan && plan.verdict !== "no changes").length;
  const total = several(stacks.length, "stack");
  const heading =
    stacks.length === 0
      ? "no stack is affected"
      : [VERDICTS[verdict], countsLine(counts), `${planned} of ${total}`]
          .filter(Boolean)
          .join(" · ");
  const commit: Line = from.commit
    ? ["Commit ", { code: from.commit.slice(0, 10) }, from.dirty ? " with uncommitted edits" : ""]
    : ["No commit"];
  const rest: Line = [
    ...(from.base ? [" against ", { code: from.base.slice(0, 10) }] : []),
    ...(from.planned ? [` · planned ${from.planned}`] : []),
    from.rehearsal ? " · on the rehearsal cloud" : "",
  ];
  return [
    { kind: "heading", level: 2, line: [`Plan: ${heading}`] },
    paragraph(...commit, ...rest),
    ...stacks.flatMap(({ stack, plan, ownWords }) =>
      plan?.disagreement
        ? [
            paragraph(
              { strong: "The counts disagree" },
              " in ",
              { code: stack },
              `: ${plan.disagreement}. Trust neither before this is understood: ${
                ownWords
                  ? "what Terraform itself says stands below"
                  : "compare with terraform show of the saved plan"
              }.`,
            ),
          ]
        : [],
    ),
  ];
}

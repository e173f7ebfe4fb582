import type { LostState } from "../../review/set/lost.ts";
import type { StackReview } from "../../review/set/stack-review.ts";
import type { Block, Line, Part } from "../document.ts";
import { type Scene, several } from "./scene.ts";

/** Lines of Terraform's own words in a shorter form. */
const FEWER = [400, 80];

/** What speaks against the plan itself: a state that looks lost, counts that disagree. */
export function doubtParts({ review, from }: Scene): Part[] {
  // On the rehearsal cloud a part of an environment often stands alone, and nothing can be lost.
  const states = from.rehearsal ? [] : review.lost;
  return [...lost(states), ...review.stacks.flatMap(ownWords)];
}

function lost(states: readonly LostState[]): Part[] {
  if (states.length === 0) return [];
  const title = "Is this the right state?";
  const advice: Block = {
    kind: "paragraph",
    line: [
      "What was applied before stands already: then the state is lost, is an older one, or another backend is asked,",
      " and an apply would make everything twice. Look at the state first; what was never applied is right so.",
    ],
  };
  const items = states.map(
    ({ stack, creates, of, because }): Line => [
      { code: stack },
      ` would create ${several(creates, "thing")} of ${of}, `,
      because === "untouched"
        ? "and nothing in this change leads to that"
        : "while other things of its environment stand",
    ],
  );
  const total = several(states.length, "stack");
  const all = (): Block[] => [
    { kind: "caution", title, blocks: [{ kind: "list", items }, advice] },
  ];
  const counted = (): Block[] => [
    {
      kind: "caution",
      title,
      blocks: [
        { kind: "paragraph", line: [`${total} would create nearly all that they have.`] },
        advice,
      ],
    },
  ];
  return [{ rank: 0, what: "doubts about the state", forms: [all, counted] }];
}

/** What Terraform itself printed of a plan whose counts are not ours. */
function ownWords({ stack, plan, ownWords: lines }: StackReview): Part[] {
  if (!lines || !plan?.disagreement) return [];
  const form = (most: number) => (): Block[] => {
    const more = lines.length - most;
    const shown = more > 0 ? [...lines.slice(0, most), `... ${more} more lines`] : lines;
    const title: Line = [{ code: stack }, " · what Terraform itself says"];
    return [{ kind: "fold", title, blocks: [{ kind: "text", lines: shown }] }];
  };
  return [
    {
      rank: 1,
      what: "what Terraform itself says",
      forms: [Number.POSITIVE_INFINITY, ...FEWER].map(form),
    },
  ];
}

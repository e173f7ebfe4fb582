import type { Secrets } from "../review/secret/secrets.ts";
import type { SetReview } from "../review/set/set.ts";
import { type Fitted, fit } from "./budget.ts";
import { closing } from "./compose/closing.ts";
import { dangerParts } from "./compose/danger.ts";
import { detailParts } from "./compose/details.ts";
import { doubtParts } from "./compose/doubts.ts";
import { accessPart, contrastPart, linesPart } from "./compose/facts.ts";
import { loosenedPart } from "./compose/loosened.ts";
import { restParts } from "./compose/rest.ts";
import type { Provenance, Scene } from "./compose/scene.ts";
import { stackPart } from "./compose/stacks.ts";
import { troubleParts } from "./compose/troubles.ts";
import { verdictPart } from "./compose/verdict.ts";
import type { Block, Part } from "./document.ts";
import { writeMarkdown } from "./write/markdown.ts";
import { writeTerminal } from "./write/terminal.ts";

/** Where a review is read. */
export type Format = "comment" | "summary" | "terminal";

/** Greatest size of each format in bytes. GitHub takes 65,536 of a comment and 1 MiB of a summary. */
const BUDGETS: Readonly<Record<Format, number>> = {
  comment: 60_000,
  summary: 1_000_000,
  terminal: 64 * 1024 * 1024,
};

/** Where the rest can be read. */
const ELSEWHERE: Readonly<Record<Format, string>> = {
  comment: "All of it is in the job summary, or with infra render.",
  summary: "All of it is shown by infra render.",
  terminal: "",
};

/** How a review is rendered. */
export interface RenderOptions {
  readonly review: SetReview;
  readonly from: Provenance;
  readonly format: Format;
  /** Everything that must not be in the text. */
  readonly secrets: Secrets;
  /** Colours, for a terminal. Default: none. */
  readonly colour?: boolean;
  /** Greatest size in bytes. Default: that of the format. */
  readonly budget?: number;
}

/** A rendered review. */
export interface Rendered extends Fitted {
  /** Bytes of UTF-8. */
  readonly bytes: number;
}

/** The finished text holds something that must not be seen. It is not given out. */
export class Withheld extends Error {
  constructor() {
    super(
      "the rendered plan holds a sensitive value or something that looks like a credential, so it is withheld; " +
        "nothing of it was printed. Look at the plan itself with terraform show, and report this as a bug",
    );
    this.name = "Withheld";
  }
}

/**
 * Renders a review, the same way wherever it is read.
 *
 * @throws Withheld when the finished text holds a secret in any form
 */
export function render(options: RenderOptions): Rendered {
  const { review, from, format, secrets, colour = false } = options;
  const scene: Scene = { review, from };
  const write = (blocks: readonly Block[]) =>
    blocks.length === 0
      ? ""
      : format === "terminal"
        ? writeTerminal(blocks, colour)
        : writeMarkdown(blocks);
  const fitted = fit({
    parts: partsOf(scene),
    budget: options.budget ?? BUDGETS[format],
    write,
    closing: (omitted) => closing(scene, omitted, ELSEWHERE[format]),
  });
  if (secrets.isIn(fitted.text)) throw new Withheld();
  return { ...fitted, bytes: Buffer.byteLength(fitted.text) };
}

/** The parts in the order in which they are read. */
function partsOf(scene: Scene): Part[] {
  return [
    verdictPart(scene),
    ...doubtParts(scene),
    ...dangerParts(scene),
    ...loosenedPart(scene),
    stackPart(scene),
    ...contrastPart(scene),
    ...accessPart(scene),
    ...troubleParts(scene),
    ...linesPart(scene),
    ...detailParts(scene),
    ...restParts(scene),
  ];
}

import { type Case, KINDS } from "./cases.ts";
import type { Verdict } from "./judge.ts";
import { SPOILS } from "./spoil.ts";

/** Of how many, how many agreed. */
export interface Share {
  readonly agreed: number;
  readonly of: number;
}

/** What one group of types came to. */
export interface Totals {
  readonly types: number;
  readonly changes: number;
  readonly notComparable: number;
  readonly action: Share;
  /** Of the changes that either side plans as a replacement. */
  readonly replacePaths: Share;
  /** `after` and `after_unknown`. */
  readonly values: Share;
  /** Of the invalid arguments of the known kinds that the real provider refuses. */
  readonly refusals: Share;
  /** Of everything that the real provider accepts: what ours accepts too; the rest is refused wrongly. */
  readonly refusedWrongly: Share;
  /** Of the edits: those that touch two or more places, and those that remove or reorder blocks. */
  readonly drawn: { readonly several: Share; readonly movesBlocks: Share };
  /** The shares of one kind: changes by values, invalid arguments by refusals. */
  readonly byKind: Readonly<Record<string, Share>>;
}

/** Something in which the two do not agree. */
export interface Disagreement {
  readonly type: string;
  readonly kind: Case["kind"];
  readonly verdict: Verdict;
}

/** Counts the verdicts of one group of types. */
export class Tally {
  readonly #types = new Set<string>();
  readonly #shares = new Map<string, { agreed: number; of: number }>();
  readonly disagreements: Disagreement[] = [];
  #notComparable = 0;
  #changes = 0;

  add({ type, kind, touches }: Case, verdict: Verdict): void {
    if (verdict.outcome === "not comparable") {
      this.#notComparable += 1;
      return;
    }
    this.#types.add(type);
    if (touches && verdict.outcome === "planned") {
      this.#note("several", touches.places > 1);
      this.#note("moves blocks", touches.movesBlocks);
    }
    const agrees = this.#count(kind, verdict);
    if (!agrees) this.disagreements.push({ type, kind, verdict });
  }

  totals(): Totals {
    return {
      types: this.#types.size,
      changes: this.#changes,
      notComparable: this.#notComparable,
      action: this.#share("action"),
      replacePaths: this.#share("replace paths"),
      values: this.#share("values"),
      refusals: this.#share("refusals"),
      refusedWrongly: this.#share("refused wrongly"),
      drawn: { several: this.#share("several"), movesBlocks: this.#share("moves blocks") },
      byKind: Object.fromEntries(
        [...KINDS, ...SPOILS].map((kind) => [kind, this.#share(`kind ${kind}`)]),
      ),
    };
  }

  #count(kind: Case["kind"], verdict: Exclude<Verdict, { outcome: "not comparable" }>): boolean {
    const isChange = KINDS.includes(kind);
    if (verdict.outcome === "refused") {
      // What the real provider refuses only when it plans was not meant to be wrong.
      if (isChange) return true;
      if (kind !== "random") this.#note("refusals", verdict.agrees);
      return this.#note(`kind ${kind}`, verdict.agrees);
    }
    const accepted = verdict.outcome === "planned";
    this.#note("refused wrongly", accepted);
    if (!isChange || !accepted) return accepted;
    this.#changes += 1;
    const [real, ours] = verdict.action;
    const [realPaths, ourPaths] = verdict.replacePaths;
    const action = this.#note("action", real === ours);
    const paths =
      real !== "replace" && ours !== "replace"
        ? true
        : this.#note("replace paths", realPaths === ourPaths);
    const values = this.#note("values", verdict.differences.length === 0);
    return this.#note(`kind ${kind}`, action && paths && values);
  }

  #note(what: string, agreed: boolean): boolean {
    const share = this.#shares.get(what) ?? { agreed: 0, of: 0 };
    share.of += 1;
    if (agreed) share.agreed += 1;
    this.#shares.set(what, share);
    return agreed;
  }

  #share(what: string): Share {
    return this.#shares.get(what) ?? { agreed: 0, of: 0 };
  }
}

/** One measurement that `pnpm bench` makes. */
export interface Bench {
  /** What it measures, in half a line. */
  readonly summary: string;
  /** Measures, and tells what came out. Throws when what it measured was wrong. */
  run(context: BenchContext): Promise<readonly Figure[]>;
}

/** What a bench is given. */
export interface BenchContext {
  /** Folder of the checkout. */
  readonly root: string;
  /** Rounds of a pair of runs. A bench whose other side takes minutes may make fewer. */
  readonly rounds: number;
  /** How cases are drawn, for a bench that draws them; as typed, or absent. */
  readonly draw: {
    readonly seed?: string | undefined;
    readonly cases?: string | undefined;
    readonly types?: string | undefined;
    readonly provider?: string | undefined;
  };
  /** Progress, for people. */
  readonly talk: (text: string) => void;
}

/** One number that came out, and what it must be. */
export interface Figure {
  /** What was compared: `full synth against bare node`. */
  readonly what: string;
  /** On what: `estate`. */
  readonly on: string;
  readonly value: number;
  /** What follows the number: `x` for a ratio. */
  readonly unit: string;
  /** What the number must be. Left out where there is nothing to hold it against. */
  readonly bar?: { readonly atMost: number } | { readonly atLeast: number };
  /** The numbers behind it, with their units. */
  readonly detail: string;
}

/** False when a figure misses its bar. */
export function holds({ value, bar }: Figure): boolean {
  if (!bar) return true;
  return "atMost" in bar ? value <= bar.atMost : value >= bar.atLeast;
}

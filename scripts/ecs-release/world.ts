import type { Aws } from "./aws.ts";

/** What a release works with. */
export interface World {
  readonly aws: Aws;
  /** Tells whoever looks on. */
  readonly say: (line: string) => void;
  /** Waits before it looks again. */
  readonly pause: () => Promise<void>;
  /** How often it may still look at what takes its time, over the whole release. */
  readonly patience: { looks: number };
}

/** A release did not come about, and why. */
export class ReleaseFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ReleaseFailed";
  }
}

/**
 * Looks until there is an answer.
 *
 * @param look nothing while there is none yet
 * @param tooLong what is said where there never is one
 */
export async function until<T>(
  { pause, patience }: World,
  look: () => Promise<T | undefined>,
  tooLong: string,
): Promise<T> {
  while (patience.looks-- > 0) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause();
  }
  throw new ReleaseFailed(tooLong);
}

/** A deliberate difference between dev and prod. */
interface Difference {
  /** Lines `<app>-<layer> <address>` that stand in one environment only. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/** Every deliberate difference in shape. A line that matches nothing any more fails its test. */
export const DIFFERENCES: readonly Difference[] = [];

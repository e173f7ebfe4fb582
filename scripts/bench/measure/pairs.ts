/** Two sides of a comparison, measured in turn: A B A B. */
export interface Pairs {
  /** Median over the rounds of what the second side took for each unit of the first. */
  readonly ratio: number;
  /** Median of each side. */
  readonly first: number;
  readonly second: number;
  readonly rounds: number;
}

/**
 * Measures two sides in turn, so that whatever else the machine does meets both. One round before
 * them is not counted.
 */
export async function measurePairs(
  rounds: number,
  first: (round: number) => Promise<number>,
  second: (round: number) => Promise<number>,
): Promise<Pairs> {
  const pairs: [number, number][] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair: [number, number] = [await first(round), await second(round)];
    if (round > 0) pairs.push(pair);
  }
  return {
    ratio: median(pairs.map(([a, b]) => b / a)),
    first: median(pairs.map(([a]) => a)),
    second: median(pairs.map(([, b]) => b)),
    rounds,
  };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

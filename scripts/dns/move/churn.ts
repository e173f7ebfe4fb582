/** Zones of fewer entries may change as they like. */
const SMALLEST = 10;

/** The share of entries that may go or change at once; the figure is octoDNS's. */
const MOST = 0.3;

/**
 * What keeps a list from being replaced by one that looks like a mistake: an empty answer, another
 * zone, half a file.
 *
 * @param what they are, for the message: `record sets`
 */
export function churnProblem(
  what: string,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  if (before.length < SMALLEST) return undefined;
  const kept = new Set(after);
  const gone = before.filter((each) => !kept.has(each)).length;
  if (gone <= before.length * MOST) return undefined;
  const percent = Math.round((gone / before.length) * 100);
  return `${gone} of ${before.length} ${what} (${percent} %) would go or change, and ${MOST * 100} % is the most that is believed: look at the difference, and say --accept-change if it is meant`;
}

import { table } from "../../terminal/table.ts";
import type { Figure } from "../bench.ts";
import type { Agreement } from "./agreement.ts";
import type { Disagreement, Share, Totals } from "./tally.ts";

/** What must be reached: at least, or at most. */
const BARS: readonly {
  readonly what: string;
  readonly of: (totals: Totals) => Share;
  readonly least?: number;
  readonly most?: number;
}[] = [
  { what: "action", of: ({ action }) => action, least: 0.99 },
  { what: "replace paths", of: ({ replacePaths }) => replacePaths, least: 0.99 },
  { what: "after and after_unknown", of: ({ values }) => values, least: 0.97 },
  { what: "refusals of known kinds", of: ({ refusals }) => refusals, least: 0.95 },
  { what: "refused wrongly", of: ({ refusedWrongly: share }) => failed(share), most: 0.001 },
  { what: "edits of several places", of: ({ drawn }) => drawn.several, least: 1 / 3 },
  { what: "edits that move blocks", of: ({ drawn }) => drawn.movesBlocks, least: 0.1 },
];

function failed({ agreed, of }: Share): Share {
  return { agreed: of - agreed, of };
}

/** The bars that a group misses, in words. */
export function missed(totals: Totals): readonly string[] {
  return BARS.filter(({ of, least, most }) => {
    const rate = rateOf(of(totals));
    return (least !== undefined && rate < least) || (most !== undefined && rate > most);
  }).map(({ what, of, least, most }) => {
    const bar = least !== undefined ? `at least ${percent(least)}` : `at most ${percent(most!)}`;
    return `${what}: ${percent(rateOf(of(totals)))}, must be ${bar}`;
  });
}

/** The figures that decide whether the bench holds. */
export function figuresOf({ groups, seed }: Agreement): readonly Figure[] {
  return groups.flatMap(({ name, totals }) =>
    BARS.map(({ what, of, least, most }): Figure => {
      const share = of(totals);
      const bar = least !== undefined ? { atLeast: least * 100 } : { atMost: most! * 100 };
      const value = rateOf(share) * 100;
      const detail = `${share.agreed} of ${share.of}, seed ${seed}`;
      return { what, on: name, value, unit: "%", bar, detail };
    }),
  );
}

/** The whole measurement as text. */
export function renderAgreement({ provider, seed, seconds, groups }: Agreement): string {
  const heading = `${provider.name} ${provider.version} against its rehearsal, seed ${seed}, ${seconds} s`;
  const bodies = groups.map(({ name, totals, disagreements }) =>
    [
      `${name}: ${totals.changes} changes over ${totals.types} types, ${totals.notComparable} not comparable (the real provider asked its cloud)`,
      table([
        ["", "n", "of", "rate"],
        ...BARS.map(({ what, of }) => row(what, of(totals))),
        ...Object.entries(totals.byKind).map(([kind, share]) => row(`  ${kind}`, share)),
      ]),
      ...worstTypes(disagreements),
      ...missed(totals).map((words) => `missed: ${words}`),
    ].join("\n"),
  );
  return [heading, ...bodies].join("\n\n");
}

function row(what: string, share: Share): string[] {
  return [what, `${share.agreed}`, `${share.of}`, share.of === 0 ? "-" : percent(rateOf(share))];
}

function worstTypes(disagreements: readonly Disagreement[]): string[] {
  const byType = new Map<string, number>();
  for (const { type } of disagreements) byType.set(type, (byType.get(type) ?? 0) + 1);
  const sorted = [...byType].sort(([, a], [, b]) => b - a).slice(0, 15);
  if (sorted.length === 0) return [];
  return [`disagreements: ${sorted.map(([type, count]) => `${type} ${count}`).join(", ")}`];
}

function rateOf({ agreed, of }: Share): number {
  return of === 0 ? 0 : agreed / of;
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(2)} %`;
}

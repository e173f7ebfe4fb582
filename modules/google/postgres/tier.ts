import type { FixedCost } from "@groundplan/core/cost";
import { type Finding, must } from "@groundplan/core/problems";

/** What Google promises and which tiers there are. */
export type Edition = "enterprise" | "enterprise-plus";

const CUSTOM = /^db-custom-(\d+)-(\d+)$/;

/**
 * List prices in us-central1, US dollars, 730 hours, November 2026, for one zone. For the order of
 * magnitude that a plan shows: other regions differ by up to a third.
 */
const USD_PER_MONTH = {
  "db-f1-micro": 7.67,
  "db-g1-small": 25.55,
  cpu: 0.0413 * 730,
  memoryGiB: 0.007 * 730,
} as const;

/** What is wrong with a tier. */
export function tierProblems(
  prop: string,
  tier: string,
  edition: Edition,
  { sharedCore }: { readonly sharedCore: boolean },
): Finding[] {
  const plus = tier.startsWith("db-perf-optimized-");
  return [
    must(
      /^db-(f1-micro|g1-small|custom-\d+-\d+|perf-optimized-[A-Z]-\d+)$/.test(tier),
      prop,
      "be a tier such as db-custom-2-7680",
      tier,
    ),
    must(
      plus === (edition === "enterprise-plus"),
      prop,
      edition === "enterprise-plus" ? "be db-perf-optimized-N-..." : "not be db-perf-optimized-...",
      tier,
      `edition ${edition} has no other`,
    ),
    must(
      sharedCore || !/^db-(f1|g1)-/.test(tier),
      prop,
      "have CPUs of its own in prod",
      tier,
      "Google promises nothing for shared ones",
    ),
    ...customProblems(prop, tier),
  ];
}

/** CPUs are 1 or even; memory is 0.9 to 6.5 GiB for each and a multiple of 256 MiB. */
function customProblems(prop: string, tier: string): Finding[] {
  const [, cpus, mib] = CUSTOM.exec(tier)?.map(Number) ?? [];
  if (!cpus || !mib) return [];
  return [
    must(cpus === 1 || cpus % 2 === 0, prop, "have 1 CPU or an even number", tier),
    must(
      mib % 256 === 0 && mib >= 3840 && mib >= cpus * 921.6 && mib <= cpus * 6656,
      prop,
      `have ${Math.max(3840, Math.ceil((cpus * 921.6) / 256) * 256)} to ${cpus * 6656} MiB, a multiple of 256`,
      tier,
    ),
  ];
}

/** What an instance costs while it stands, without its disk. */
export function tierCost(tier: string, zones: number): FixedCost[] {
  const [, cpus, mib] = CUSTOM.exec(tier)?.map(Number) ?? [];
  const shared = USD_PER_MONTH[tier as "db-f1-micro"];
  const usd =
    cpus && mib
      ? cpus * USD_PER_MONTH.cpu + (mib / 1024) * USD_PER_MONTH.memoryGiB
      : (shared ?? undefined);
  if (usd === undefined) return [];
  const item = zones > 1 ? `${tier} in ${zones} zones` : tier;
  return [{ item, usdPerMonth: usd * zones }];
}

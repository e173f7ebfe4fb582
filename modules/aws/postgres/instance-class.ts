import type { FixedCost } from "@groundplan/core/cost";
import { type Finding, must } from "@groundplan/core/problems";
import { cents } from "../vpc/prices.ts";

const HOURS = 730;

const SMALL = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const LARGE = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const HUGE = [...LARGE, "24xlarge"];

/**
 * Machines that RDS runs PostgreSQL 14 to 17 on, with their sizes.
 *
 * Source: RDS User Guide, "Supported DB engines for DB instance classes", November 2026.
 */
const SIZES: Readonly<Record<string, readonly string[]>> = {
  t3: SMALL,
  t4g: SMALL,
  m5: HUGE,
  m6g: LARGE,
  m6i: [...HUGE, "32xlarge"],
  m7g: LARGE,
  m7i: [...HUGE, "48xlarge"],
  m8g: [...HUGE, "48xlarge"],
  r5: HUGE,
  r6g: LARGE,
  r6i: [...HUGE, "32xlarge"],
  r7g: LARGE,
  r7i: [...HUGE, "48xlarge"],
  r8g: [...HUGE, "48xlarge"],
  x2g: LARGE,
};

/** Machines that RDS has, and not for PostgreSQL 14 or later. */
const NOT_HERE: Readonly<Record<string, string>> = {
  m3: "it ended with PostgreSQL 12",
  m4: "it ended with PostgreSQL 12",
  r3: "it ended with PostgreSQL 12",
  r4: "it ended with PostgreSQL 12",
  t2: "it ended with PostgreSQL 12",
  serverless: "only Aurora has it",
};

/**
 * List prices in us-east-1 by the hour, US dollars, November 2026, one zone: of the smallest size of each kind.
 * The next one costs twice as much.
 */
const USD_PER_HOUR: Readonly<Record<string, number>> = {
  t3: 0.018,
  t4g: 0.016,
  m6g: 0.159,
  m7g: 0.168,
  r6g: 0.225,
  r7g: 0.239,
};

/** What is wrong with a machine. */
export function classProblems(prop: string, instanceClass: string, version: number): Finding[] {
  const [, kind = "", size] = /^db\.([a-z0-9]+)(?:\.([a-z0-9]+))?$/.exec(instanceClass) ?? [];
  const sizes = SIZES[kind];
  if (!sizes) {
    const kinds = Object.keys(SIZES).join(", ");
    const rule = `be a machine that PostgreSQL ${version} runs on: db. and one of ${kinds}`;
    return [must(false, prop, rule, instanceClass, NOT_HERE[kind])];
  }
  const rule = `have a size that db.${kind} comes in: ${sizes.join(", ")}`;
  return [must(sizes.includes(size ?? ""), prop, rule, instanceClass)];
}

/** What a machine costs while it stands; nothing where its price is not known here. */
export function classCosts(instanceClass: string, zones: number): FixedCost[] {
  const usd = machineUsd(instanceClass);
  const item = zones > 1 ? `${instanceClass} in ${zones} zones` : instanceClass;
  return usd === undefined ? [] : [{ item, usdPerMonth: cents(usd * zones) }];
}

function machineUsd(instanceClass: string): number | undefined {
  const [, kind = "", size = ""] = instanceClass.split(".");
  const smallest = USD_PER_HOUR[kind];
  if (smallest === undefined) return undefined;
  return smallest * (weight(size) / weight(SIZES[kind]![0]!)) * HOURS;
}

/** How much of a machine a size is: each doubles the one before. */
function weight(size: string): number {
  const [, times] = /^(\d+)xlarge$/.exec(size) ?? [];
  if (times) return Number(times) * 16;
  return { micro: 1, small: 2, medium: 4, large: 8, xlarge: 16 }[size] ?? 0;
}

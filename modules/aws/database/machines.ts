import { type Finding, must } from "@groundplan/core/problems";

const HOURS = 730;

/** Machines that an engine runs on. */
export interface Machines {
  /** Sizes by kind: `m7g`. */
  readonly sizes: Readonly<Record<string, readonly string[]>>;
  /** Why a kind that RDS has elsewhere is not here. */
  readonly absent: Readonly<Record<string, string>>;
  /**
   * List prices in us-east-1 by the hour, US dollars, one zone: of the smallest size of each kind. The next
   * one costs twice as much.
   */
  readonly usdPerHour: Readonly<Record<string, number>>;
}

/** A list of sizes, from words. */
export function sizes(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * What is wrong with a machine.
 *
 * @param runs what runs on it, for people: `PostgreSQL 16`
 */
export function machineProblems(
  prop: string,
  machine: string,
  machines: Machines,
  runs: string,
): Finding[] {
  const [, kind = "", size] = /^db\.([a-z0-9]+)(?:\.([a-z0-9]+))?$/.exec(machine) ?? [];
  const known = machines.sizes[kind];
  if (!known) {
    const kinds = Object.keys(machines.sizes).join(", ");
    const rule = `be a machine that ${runs} runs on: db. and one of ${kinds}`;
    return [must(false, prop, rule, machine, machines.absent[kind])];
  }
  const rule = `have a size that db.${kind} comes in: ${known.join(", ")}`;
  return [must(known.includes(size ?? ""), prop, rule, machine)];
}

/** What a machine costs in a month of 730 hours; nothing where its price is not known here. */
export function machineUsdPerMonth(machine: string, machines: Machines): number | undefined {
  const [, kind = "", size = ""] = machine.split(".");
  const smallest = machines.usdPerHour[kind];
  if (smallest === undefined) return undefined;
  return smallest * (weight(size) / weight(machines.sizes[kind]![0]!)) * HOURS;
}

/** How much of a machine a size is: each doubles the one before. */
function weight(size: string): number {
  const [, times] = /^(\d+)xlarge$/.exec(size) ?? [];
  if (times) return Number(times) * 16;
  return { micro: 1, small: 2, medium: 4, large: 8, xlarge: 16 }[size] ?? 0;
}

import type { FixedCost } from "@groundplan/core/cost";
import { type Finding, must } from "@groundplan/core/problems";
import { type Machines, machineProblems, machineUsdPerMonth, sizes } from "../database/machines.ts";
import { cents } from "../vpc/prices.ts";
import type { SettledAurora } from "./defaults.ts";
import { type AuroraEngine, engineWords } from "./engine.ts";

const LENT = sizes("medium large");
const TO_16 = sizes("large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge");
const TO_24 = [...TO_16, "24xlarge"];
const TO_48 = [...TO_24, "48xlarge"];
const WITH_DISK = sizes("xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge");

const SERVERLESS = "db.serverless";

/**
 * Machines of Aurora.
 *
 * Source: what AWS's API offers for Aurora PostgreSQL 17.4 in any region, as cfn-lint 1.58.0 has it;
 * scripts/check/aws-aurora compares. MySQL has no optimized reads: they stand in the Aurora User Guide
 * under Aurora PostgreSQL alone.
 */
const SHARED: Machines["sizes"] = {
  serverless: [""],
  t3: LENT,
  t4g: LENT,
  r5: TO_24,
  r6g: TO_16,
  r6i: [...TO_24, "32xlarge"],
  r7g: TO_16,
  r7i: TO_48,
  r8a: TO_48,
  r8g: TO_48,
  x2g: TO_16,
};
const OPTIMIZED_READS: Machines["sizes"] = {
  r6gd: WITH_DISK,
  r6id: sizes("24xlarge 32xlarge"),
  r8gd: [...WITH_DISK, "24xlarge", "48xlarge"],
};

const ABSENT = {
  ...Object.fromEntries(
    ["m5", "m6g", "m6i", "m7g", "m7i", "m8g"].map((kind) => [kind, "RDS alone has it"]),
  ),
  ...Object.fromEntries(["r3", "r4", "t2"].map((kind) => [kind, "it has ended"])),
};

/**
 * List prices in us-east-1, US dollars an hour, 2026: of the smallest size, of Aurora's standard storage.
 * Read off two public copies of AWS's price list that agree.
 */
const USD_PER_HOUR = { t3: 0.082, t4g: 0.073, r5: 0.29, r6g: 0.26, r7g: 0.276, r8g: 0.276 };
const UNIT_USD_PER_HOUR = 0.12;

/** What machines and units cost more where I/O is not paid for. Source: as above. */
const IO_OPTIMIZED_FACTOR = 1.3;

const HOURS = 730;

/** Machines that an engine runs on. */
export function machinesOf(engine: AuroraEngine["name"]): Machines {
  const all = engine === "mysql" ? SHARED : { ...SHARED, ...OPTIMIZED_READS };
  return { sizes: all, absent: ABSENT, usdPerHour: USD_PER_HOUR };
}

/** Whether an instance's capacity moves by itself. */
function isServerless(machine: string): boolean {
  return machine === SERVERLESS;
}

/** Whether any instance's capacity moves by itself. */
export function hasServerless({ instances, instanceClass }: SettledAurora): boolean {
  return Object.values(instances).some((each) => isServerless(each.instanceClass ?? instanceClass));
}

/** Whether a machine's processor time is lent. */
function isLent(machine: string): boolean {
  return /^db\.t\d/.test(machine);
}

/** What is wrong with the machines of a cluster, each under the prop that named it. */
export function auroraMachineProblems(settled: SettledAurora): Finding[] {
  const { engine, dataApi, insights } = settled;
  const named = machineProps(settled);
  return named.flatMap(([prop, machine]) => [
    ...machineProblems(prop, machine, machinesOf(engine.name), engineWords(engine).label),
    // Aurora User Guide, "Limitations for the Amazon RDS Data API".
    must(!(dataApi && isLent(machine)), prop, "not be of t with dataApi", machine),
    // Aurora User Guide, "Aurora DB engine support for Performance Insights".
    must(
      !(engine.name === "mysql" && insights !== "off" && machine.startsWith("db.t3.")),
      prop,
      'not be of t3 unless insights is "off"',
      machine,
    ),
  ]);
}

/** Each prop that names a machine, with the machine. */
function machineProps({ instanceClass, instances }: SettledAurora): (readonly [string, string])[] {
  const entries = Object.entries(instances);
  const own = entries.flatMap(([key, { instanceClass: named }]) =>
    named ? [[`compute.instances.${key}.instanceClass`, named] as const] : [],
  );
  return own.length < entries.length ? [["compute.instanceClass", instanceClass], ...own] : own;
}

/** What an instance costs while nobody asks it; nothing where its price is not known here. */
export function instanceCosts(machine: string, settled: SettledAurora): FixedCost[] {
  const factor = settled.storage === "io-optimized" ? IO_OPTIMIZED_FACTOR : 1;
  if (isServerless(machine)) {
    const { min } = settled.capacity;
    const usdPerMonth = cents(min * UNIT_USD_PER_HOUR * HOURS * factor);
    return [{ item: `${machine} at ${min} capacity units`, usdPerMonth }];
  }
  const usd = machineUsdPerMonth(machine, machinesOf(settled.engine.name));
  return usd === undefined ? [] : [{ item: machine, usdPerMonth: cents(usd * factor) }];
}

import type { FixedCost } from "@groundplan/core/cost";
import { type Machines, machineUsdPerMonth, sizes } from "../database/machines.ts";
import { cents } from "../vpc/prices.ts";

const SMALL = sizes("micro small medium large xlarge 2xlarge");
const TO_16 = sizes("large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge");
const TO_24 = [...TO_16, "24xlarge"];
const TO_32 = [...TO_24, "32xlarge"];
const TO_48 = [...TO_24, "48xlarge"];
const PAST = "it ended with PostgreSQL 12";

/**
 * Machines that RDS runs PostgreSQL 14 to 17 on.
 *
 * Source: what AWS's API offers for 14.21, 15.16, 16.12 and 17.8 in any region, as cfn-lint 1.58.0 has it;
 * scripts/check/aws-postgres compares. Which region has which is AWS's to say.
 */
export const MACHINES: Machines = {
  sizes: {
    t3: SMALL,
    t4g: SMALL,
    m5: TO_24,
    m6g: TO_16,
    m6gd: TO_16,
    m6i: TO_32,
    m6id: TO_32,
    m6in: TO_32,
    m7g: TO_16,
    m7i: TO_48,
    m8a: TO_48,
    m8g: TO_48,
    m8gd: TO_48,
    m9g: TO_48,
    r5: TO_24,
    r5b: TO_24,
    r6g: TO_16,
    r6gd: TO_16,
    r6i: TO_32,
    r6id: TO_32,
    r6in: TO_32,
    r7g: TO_16,
    r7i: TO_48,
    r8a: TO_48,
    r8g: TO_48,
    r8gd: TO_48,
    x2g: TO_16,
    x2iedn: sizes("xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge"),
  },
  absent: { m3: PAST, m4: PAST, r3: PAST, r4: PAST, t2: PAST, serverless: "only Aurora has it" },
  // Of PostgreSQL, 2026, read off public copies of AWS's price list that agree.
  usdPerHour: { t3: 0.018, t4g: 0.016, m6g: 0.159, m7g: 0.168, r6g: 0.225, r7g: 0.239 },
};

/** What a machine costs while it stands; nothing where its price is not known here. */
export function machineCosts(instanceClass: string, zones: number): FixedCost[] {
  const usd = machineUsdPerMonth(instanceClass, MACHINES);
  const item = zones > 1 ? `${instanceClass} in ${zones} zones` : instanceClass;
  return usd === undefined ? [] : [{ item, usdPerMonth: cents(usd * zones) }];
}

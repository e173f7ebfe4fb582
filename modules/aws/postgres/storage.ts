import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance/index.js";
import type { FixedCost } from "@groundplan/core/cost";
import { between, type Finding, must, whole } from "@groundplan/core/problems";
import { cents } from "../vpc/prices.ts";

/** A server's disk. */
export interface StorageOptions {
  /**
   * GiB that it begins with, to 65,536; of a copy, at least what its source has. More is added in place; fewer
   * AWS refuses.
   *
   * @default 20 in dev, 100 in prod
   */
  readonly gib?: number;
  /** GiB that it grows to by itself: a tenth or more above `gib`, or `gib` for never. In place. @default 100 in dev, 400 in prod, but four times `gib` where that is more */
  readonly maxGib?: number;
  /** In place, slower for hours. @default "gp3" */
  readonly type?: StorageType;
  /** Operations a second. gp3 takes it from 400 GiB on; io2 needs it. In place. @default what gp3 has: 3,000, from 400 GiB on 12,000 */
  readonly iops?: number;
  /** MiB a second of gp3, from 400 GiB on. In place. @default what gp3 has: 125, from 400 GiB on 500 */
  readonly throughputMiB?: number;
}

/** Kinds of disk. `io2` answers in less than a millisecond and is paid by the operation. */
export type StorageType = "gp3" | "io2";

/** The same with every default in its place. */
export type SettledStorage = StorageOptions &
  Required<Pick<StorageOptions, "gib" | "maxGib" | "type">>;

/** GiB from which gp3 is striped over four disks, and can be given more than it has. */
const STRIPED_GIB = 400;

/** GiB of the largest disk. */
const LARGEST_GIB = 65_536;

/** How far a disk may grow where the caller says only what it begins with. */
const GROWTH = 4;

/**
 * List prices in us-east-1 for a month, US dollars, 2026: of a GiB, and of an operation a second of io2.
 * That of gp3 was read off public copies of AWS's price list that agree. Those of io2 are io1's, which cost the
 * same when io2 came to RDS (AWS Database Blog, 2024); io1's were not checked against a list.
 */
const USD = { gp3: 0.115, io2: 0.125, operation: 0.1 };

/**
 * Limits of RDS for PostgreSQL, of io2 on machines of the Nitro system. `leastPerGib` holds for what a disk
 * grows to, too.
 *
 * Source: RDS User Guide, "Amazon RDS DB instance storage"; RDS API reference, "AllocatedStorage".
 */
const LIMITS = {
  gp3: { gib: 20, iops: [12_000, 64_000], iopsPerGib: 500, leastPerGib: 0 },
  io2: { gib: 100, iops: [1000, 256_000], iopsPerGib: 1000, leastPerGib: 0.5 },
} as const satisfies Record<StorageType, object>;

/** Settles every value, with the stage's sizes. */
export function resolveStorage(
  storage: StorageOptions | undefined,
  stages: { readonly gib: number; readonly maxGib: number },
): SettledStorage {
  const gib = storage?.gib ?? stages.gib;
  const wished = Math.min(LARGEST_GIB, Math.max(stages.maxGib, gib * GROWTH));
  const grown = wished < leastGrown(gib) ? gib : wished;
  return { ...storage, type: storage?.type ?? "gp3", gib, maxGib: storage?.maxGib ?? grown };
}

/**
 * The least that AWS lets a disk grow to: a tenth more than it begins with. Source: RDS User Guide,
 * "Managing capacity automatically with Amazon RDS storage autoscaling".
 */
function leastGrown(gib: number): number {
  return Math.ceil((gib * 11) / 10);
}

/** The provider's words. */
export function storageConfig(storage: SettledStorage): Partial<DbInstanceConfig> {
  const { gib, maxGib, type, iops, throughputMiB } = storage;
  return {
    allocatedStorage: gib,
    maxAllocatedStorage: maxGib > gib ? maxGib : undefined,
    storageType: type,
    iops,
    storageThroughput: throughputMiB,
    storageEncrypted: true,
  };
}

/** What a disk costs while it stands, as it begins. */
export function storageCosts({ gib, type, iops }: SettledStorage, zones: number): FixedCost[] {
  const where = zones > 1 ? ` in ${zones} zones` : "";
  const operations = type === "io2" ? (iops ?? 0) : 0;
  const usd = (gib * USD[type] + operations * USD.operation) * zones;
  const what = operations > 0 ? `${type} with ${operations} operations a second` : type;
  return [{ item: `${gib} GiB of ${what}${where}`, usdPerMonth: cents(usd) }];
}

/** What is wrong with a disk. */
export function storageProblems(storage: SettledStorage): Finding[] {
  const { gib, maxGib, type } = storage;
  const { gib: least } = LIMITS[type];
  const grown = leastGrown(gib);
  const growth = grown > LARGEST_GIB ? "" : `${grown} to ${LARGEST_GIB}, or `;
  return [
    whole("storage.gib", gib),
    whole("storage.maxGib", maxGib),
    must(
      gib >= least && gib <= LARGEST_GIB,
      "storage.gib",
      `be ${least} to ${LARGEST_GIB} with ${type}`,
      gib,
    ),
    must(
      maxGib === gib || (maxGib >= grown && maxGib <= LARGEST_GIB),
      "storage.maxGib",
      `be ${growth}gib (${gib}) for a disk that does not grow`,
      maxGib,
    ),
    ...speedProblems(storage),
  ];
}

function speedProblems({ gib, maxGib, type, iops, throughputMiB }: SettledStorage): Finding[] {
  const { iops: range, iopsPerGib, leastPerGib } = LIMITS[type];
  const told = [
    ["storage.iops", iops],
    ["storage.throughputMiB", throughputMiB],
  ] as const;
  if (type === "gp3" && gib < STRIPED_GIB) {
    return told.map(([prop, value]) =>
      must(value === undefined, prop, `be left out below ${STRIPED_GIB} GiB of gp3`, value),
    );
  }
  const operations = iops ?? range[0];
  return [
    must(type === "gp3" || iops !== undefined, "storage.iops", "be given with io2"),
    between("storage.iops", iops, range[0], range[1]),
    must(
      operations <= gib * iopsPerGib,
      "storage.iops",
      `be at most ${gib * iopsPerGib}: ${iopsPerGib} for each GiB`,
      operations,
    ),
    must(
      operations >= maxGib * leastPerGib,
      "storage.iops",
      `be at least ${Math.ceil(maxGib * leastPerGib)}: ${leastPerGib} for each GiB of maxGib (${maxGib})`,
      operations,
    ),
    must(
      type === "gp3" || throughputMiB === undefined,
      "storage.throughputMiB",
      "be left out with io2",
      throughputMiB,
    ),
    type === "gp3" &&
      between("storage.throughputMiB", throughputMiB, 500, Math.min(4000, operations / 4)),
  ];
}

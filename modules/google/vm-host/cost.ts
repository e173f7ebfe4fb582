import type { FixedCost } from "@groundplan/core/cost";

/**
 * List prices in us-central1, US dollars, 730 hours, November 2026. For the order of magnitude that a
 * plan shows: other regions differ by up to a third. Machines that are not here are told without one.
 */
const MACHINE_USD_PER_MONTH: Readonly<Record<string, number>> = {
  "e2-micro": 6.11,
  "e2-small": 12.23,
  "e2-medium": 24.46,
  "e2-standard-2": 48.92,
  "e2-standard-4": 97.84,
};
const DISK_USD_PER_GIB = { "pd-standard": 0.04, "pd-balanced": 0.1, "pd-ssd": 0.17 };
const ADDRESS_USD_PER_MONTH = 0.005 * 730;

/** What a host costs while it stands. */
export function hostCosts(host: {
  readonly machineType: string;
  readonly spot: boolean;
  readonly bootDiskGiB: number;
  readonly dataDisk: { readonly sizeGiB: number; readonly type?: keyof typeof DISK_USD_PER_GIB };
  readonly public: boolean;
}): FixedCost[] {
  const { machineType, dataDisk, bootDiskGiB } = host;
  // The price of a spot machine moves.
  const machine = host.spot ? undefined : MACHINE_USD_PER_MONTH[machineType];
  const disks =
    bootDiskGiB * DISK_USD_PER_GIB["pd-balanced"] +
    dataDisk.sizeGiB * DISK_USD_PER_GIB[dataDisk.type ?? "pd-balanced"];
  return [
    ...(machine === undefined ? [] : [{ item: machineType, usdPerMonth: machine }]),
    { item: `${bootDiskGiB + dataDisk.sizeGiB} GiB of disks`, usdPerMonth: disks },
    ...(host.public ? [{ item: "1 public IPv4 address", usdPerMonth: ADDRESS_USD_PER_MONTH }] : []),
  ];
}

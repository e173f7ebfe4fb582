import { atLeast, type Finding, must, whole } from "@groundplan/core/problems";

const TIB = 1024;

/**
 * Most GiB of gp3 by size, of the kinds that are told. What is newer than the source is AWS's to judge.
 *
 * Source: OpenSearch Service developer guide, "Quotas", EBS volume size, as of 2023.
 */
const GENERAL = {
  large: TIB,
  xlarge: 2 * TIB,
  "2xlarge": 3 * TIB,
  "4xlarge": 6 * TIB,
  "8xlarge": 12 * TIB,
  "12xlarge": 18 * TIB,
};
const COMPUTE = { large: 256, xlarge: 512, "2xlarge": TIB, "4xlarge": 1.5 * TIB };
const MEMORY = {
  large: 2 * TIB,
  xlarge: 3 * TIB,
  "2xlarge": 6 * TIB,
  "4xlarge": 12 * TIB,
  "8xlarge": 16 * TIB,
  "12xlarge": 24 * TIB,
};
const MOST_GIB: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t3: { small: 100, medium: 200 },
  m5: GENERAL,
  m6g: GENERAL,
  c5: { ...COMPUTE, "9xlarge": 3.5 * TIB, "18xlarge": 7 * TIB },
  c6g: { ...COMPUTE, "8xlarge": 3 * TIB, "12xlarge": 4.5 * TIB },
  r5: MEMORY,
  r6g: MEMORY,
};

/** Kinds that take no gp3, and why. Source: as above. */
const WITHOUT_GP3: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["c4", "i2", "m3", "m4", "r3", "r4"].map((kind) => [kind, "it is older than gp3"]),
  ),
  ...Object.fromEntries(["i3", "r6gd"].map((kind) => [kind, "it has disks of its own alone"])),
};

/** What is wrong with the volume of each data node. */
export function volumeProblems(type: string, storageGiB: number): Finding[] {
  const [kind = "", size = ""] = type.split(".");
  const most = MOST_GIB[kind]?.[size];
  return [
    must(
      !(kind in WITHOUT_GP3),
      "topology.data.type",
      "be one that takes gp3",
      type,
      WITHOUT_GP3[kind],
    ),
    atLeast("storageGiB", storageGiB, 10),
    whole("storageGiB", storageGiB),
    must(
      most === undefined || storageGiB <= most,
      "storageGiB",
      `be at most ${most} on ${type}`,
      storageGiB,
    ),
  ];
}

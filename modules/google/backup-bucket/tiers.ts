import { atLeast, type Finding, matching, must } from "@groundplan/core/problems";

/** A storage class that is cheaper to keep and dearer to read than STANDARD. */
export type ColderClass = "nearline" | "coldline" | "archive";

/** Dumps that are made and kept alike, told apart by how their names begin. */
export interface BackupTier {
  /** Hours between two dumps, at least 1. */
  readonly everyHours: number;

  /** Days that a dump is kept before the lifecycle deletes it, at least 1. Less deletes dumps. */
  readonly keepDays: number;

  /**
   * How the names of the tier's objects begin. A change leaves the old dumps to the longest tier.
   *
   * @default the tier's key and a slash: `daily/`
   */
  readonly prefix?: string;

  /**
   * Age in days at which a dump moves to a colder class. Reading one then costs more.
   *
   * @default dumps stay in STANDARD
   */
  readonly moveAfterDays?: Partial<Readonly<Record<ColderClass, number>>>;
}

/** Tiers by a key that their author chose. */
export type BackupTiers = Readonly<Record<string, BackupTier>>;

/** Days that an object is paid for in a class, however early it is deleted. From warm to cold. */
const MINIMUM_DAYS: Readonly<Record<ColderClass, number>> = {
  nearline: 30,
  coldline: 90,
  archive: 365,
};

/** How the names of a tier's objects begin. */
export function prefixOf(key: string, tier: BackupTier): string {
  return tier.prefix ?? `${key}/`;
}

/** Hours between two dumps of whatever tier. */
export function shortestIntervalHours(tiers: BackupTiers): number {
  return Math.min(...Object.values(tiers).map((tier) => tier.everyHours));
}

/** What is wrong with the tiers themselves. */
export function tierProblems(tiers: BackupTiers): Finding[] {
  const keys = Object.keys(tiers);
  return [
    must(keys.length > 0, "tiers", "name at least one tier"),
    ...keys.flatMap((key) => oneTierProblems(`tiers.${key}`, key, tiers[key]!)),
    ...overlaps(tiers),
  ];
}

function oneTierProblems(prop: string, key: string, tier: BackupTier): Finding[] {
  return [
    atLeast(`${prop}.everyHours`, tier.everyHours, 1),
    atLeast(`${prop}.keepDays`, tier.keepDays, 1),
    must(
      tier.keepDays * 24 > tier.everyHours * 2,
      `${prop}.keepDays`,
      `be longer than two of its intervals (${tier.everyHours * 2} hours)`,
      tier.keepDays,
      "or one failed run leaves a single dump",
    ),
    matching(
      `${prop}.prefix`,
      prefixOf(key, tier),
      /^[a-z0-9][a-z0-9/_-]*\/$/,
      "be lower-case letters, digits and / _ -, and end in a slash",
    ),
    ...Object.entries(tier.moveAfterDays ?? {}).flatMap(([colder, days]) =>
      moveProblems(prop, colder as ColderClass, days, tier),
    ),
  ];
}

function moveProblems(
  prop: string,
  colder: ColderClass,
  days: number,
  { keepDays, moveAfterDays }: BackupTier,
): Finding[] {
  const minimum = MINIMUM_DAYS[colder];
  const classes = Object.keys(MINIMUM_DAYS) as ColderClass[];
  const warmer = classes.slice(0, classes.indexOf(colder));
  const late = warmer.filter((warm) => (moveAfterDays?.[warm] ?? 0) >= days);
  return [
    atLeast(`${prop}.moveAfterDays.${colder}`, days, 1),
    must(
      keepDays >= days + minimum,
      `${prop}.moveAfterDays.${colder}`,
      `leave ${minimum} days before keepDays (${keepDays}), which ${colder} charges in any case`,
      days,
    ),
    must(
      late.length === 0,
      `${prop}.moveAfterDays.${colder}`,
      `come after ${late.join(" and ")}`,
      days,
    ),
  ];
}

/** A prefix that begins another one would have its rule delete the other tier's dumps. */
function overlaps(tiers: BackupTiers): Finding[] {
  const prefixes = Object.entries(tiers).map(([key, tier]) => [key, prefixOf(key, tier)] as const);
  return prefixes.flatMap(([key, prefix]) =>
    prefixes
      .filter(([other, longer]) => other !== key && longer.startsWith(prefix))
      .map(([other]) =>
        must(
          false,
          `tiers.${key}.prefix`,
          `not begin the prefix of ${other}, whose dumps it would delete`,
          prefix,
        ),
      ),
  );
}

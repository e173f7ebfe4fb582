import { type Finding, known, must } from "@groundplan/core/problems";

/** A place with one law: the continents of Cloud Storage's multi-regions. */
export type Jurisdiction = "ASIA" | "EU" | "US";

/** Where a bucket keeps its objects. Changing any of it replaces the bucket and loses them. */
export type BackupLocation =
  /** One region: `europe-west1`. */
  | { readonly region: string }
  /**
   * Two regions of one continent. `turbo` promises the second copy within 15 minutes instead of
   * hours and costs more per GB written; changing it replaces nothing.
   */
  | { readonly regions: readonly [string, string]; readonly turbo?: boolean }
  /** Somewhere on a continent, in two regions or more that Google chooses. */
  | { readonly multiRegion: Jurisdiction };

/** A location in the bucket's own arguments. */
export interface ResolvedLocation {
  /** Upper case, as the service answers: another spelling would differ in every plan. */
  readonly location: string;
  readonly customPlacementConfig?: { readonly dataLocations: string[] };
  readonly rpo?: "DEFAULT" | "ASYNC_TURBO";
}

/** Named `europe-` and yet outside the EU: London and Zurich. Neither is part of the location EU. */
const OUTSIDE_EU = ["europe-west2", "europe-west6"];

/** The location that a Cloud KMS key must have for buckets that span a continent. */
const KEY_LOCATION: Record<Jurisdiction, string> = { ASIA: "asia", EU: "europe", US: "us" };

/** The continent of a region, or nothing where Cloud Storage has no multi-region for it. */
export function jurisdictionOf(region: string): Jurisdiction | undefined {
  if (OUTSIDE_EU.includes(region)) return undefined;
  if (region.startsWith("europe-")) return "EU";
  if (region.startsWith("us-")) return "US";
  if (region.startsWith("asia-")) return "ASIA";
  return undefined;
}

/** What the bucket is given. Assumes that `locationProblems` found none. */
export function resolveLocation(location: BackupLocation): ResolvedLocation {
  if ("region" in location) return { location: location.region.toUpperCase() };
  if ("multiRegion" in location) return { location: location.multiRegion };
  return {
    location: jurisdictionOf(location.regions[0]) ?? "",
    customPlacementConfig: {
      dataLocations: location.regions.map((region) => region.toUpperCase()).sort(),
    },
    rpo: location.turbo ? "ASYNC_TURBO" : "DEFAULT",
  };
}

/** How many regions hold a copy, at least. */
export function regionCount(location: BackupLocation): 1 | 2 {
  return "region" in location ? 1 : 2;
}

/** What is wrong with a location, its law and the place of its key. */
export function locationProblems(
  location: BackupLocation,
  rules: { jurisdiction?: Jurisdiction; minimumRegions: number; keyId?: string },
): Finding[] {
  return [
    ...spellingProblems(location),
    ...jurisdictionProblems(location, rules.jurisdiction),
    must(
      regionCount(location) >= rules.minimumRegions,
      "location",
      `keep dumps in at least ${rules.minimumRegions} regions (minimumRegions)`,
      location,
      "give a pair as regions, or a multiRegion",
    ),
    keyProblem(location, rules.keyId),
  ];
}

function spellingProblems(location: BackupLocation): Finding[] {
  if ("multiRegion" in location) return [];
  const regions = "region" in location ? [location.region] : location.regions;
  const spelling = regions.map((region) =>
    must(
      /^[a-z]+-[a-z]+\d+$/.test(region),
      "region" in location ? "location.region" : "location.regions",
      "be a region, not a zone or a continent",
      region,
    ),
  );
  if ("region" in location) return spelling;
  const [first, second] = location.regions;
  const continent = jurisdictionOf(first);
  const pair = must(
    first !== second && continent !== undefined && continent === jurisdictionOf(second),
    "location.regions",
    "be two different regions of one of ASIA, EU, US",
    location.regions,
  );
  return [...spelling, pair];
}

function jurisdictionProblems(location: BackupLocation, law: Jurisdiction | undefined): Finding[] {
  if (law === undefined) return [];
  const places =
    "multiRegion" in location ? [] : "region" in location ? [location.region] : location.regions;
  const outside = places.filter((region) => jurisdictionOf(region) !== law);
  const elsewhere = "multiRegion" in location && location.multiRegion !== law;
  return [
    must(
      outside.length === 0 && !elsewhere,
      "location",
      `lie in the jurisdiction ${law}`,
      elsewhere ? location.multiRegion : outside.join(", "),
    ),
  ];
}

function keyProblem(location: BackupLocation, keyId: string | undefined): Finding {
  if (!known(keyId)) return undefined;
  const place = /\/locations\/([^/]+)\//.exec(keyId)?.[1];
  const wanted = keyLocation(location);
  return must(
    wanted === undefined || place === wanted,
    "encryption.keyId",
    `be a key in ${wanted}, where the bucket is`,
    keyId,
  );
}

function keyLocation(location: BackupLocation): string | undefined {
  if ("region" in location) return location.region;
  const continent =
    "multiRegion" in location ? location.multiRegion : jurisdictionOf(location.regions[0]);
  return continent && KEY_LOCATION[continent];
}

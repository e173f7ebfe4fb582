import { type Finding, must, unique } from "@groundplan/core/problems";

/** Availability Zones: `eu-west-1a`. Local Zones and Wavelength Zones are written differently. */
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)([a-z])$/;

/** The region that a zone belongs to: `eu-west-1` of `eu-west-1a`. */
export function regionOf(zone: string): string {
  return ZONE.exec(zone)?.[1] ?? "";
}

/** Place of a zone's letter in the alphabet: 0 for `eu-west-1a`. The same whatever other zones there are. */
export function letterOf(zone: string): number {
  const letter = ZONE.exec(zone)?.[2] ?? "a";
  return letter.charCodeAt(0) - "a".charCodeAt(0);
}

/** The partition that a region's ARNs begin with. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Checks the zones of a network: well-formed, different, one region, and enough of them. */
export function zoneProblems(zones: readonly string[], atLeastZones: number): Finding[] {
  const malformed = zones.filter((zone) => !ZONE.test(zone));
  const regions = [...new Set(zones.map(regionOf))].filter((region) => region !== "");
  return [
    must(
      zones.length >= atLeastZones,
      "zones",
      `name at least ${atLeastZones} Availability Zone${atLeastZones > 1 ? "s" : ""}`,
      zones,
    ),
    unique("zones", zones),
    ...malformed.map((zone) =>
      must(
        false,
        "zones",
        "be names of Availability Zones such as eu-west-1a",
        zone,
        "Local Zones stand in a network of their own",
      ),
    ),
    must(regions.length <= 1, "zones", "lie in one region", regions),
  ];
}

import { type Finding, must, unique } from "@groundplan/core/problems";

/** Availability Zones: `eu-west-1a`. Local Zones and Wavelength Zones are written differently. */
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)([a-z])$/;

/** Place of a zone's letter in the alphabet: 0 for `eu-west-1a`. The same whatever other zones there are. */
export function letterOf(zone: string): number {
  const letter = ZONE.exec(zone)?.[2] ?? "a";
  return letter.charCodeAt(0) - "a".charCodeAt(0);
}

/** Every zone that a range with so many shares has room for, whether the network is there or not. */
export function zonesWithShare(region: string, zoneSlots: number): string[] {
  const first = "a".charCodeAt(0);
  return Array.from({ length: zoneSlots }, (_, i) => `${region}${String.fromCharCode(first + i)}`);
}

/** Checks the zones of a network: well-formed, different, of the stack's region, and enough. */
export function zoneProblems(
  zones: readonly string[],
  atLeastZones: number,
  region: string,
): Finding[] {
  const malformed = zones.filter((zone) => !ZONE.test(zone));
  const elsewhere = zones.filter((zone) => ZONE.test(zone) && regionOf(zone) !== region);
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
    ...elsewhere.map((zone) => must(false, "zones", `lie in ${region}, the stack's region`, zone)),
  ];
}

function regionOf(zone: string): string {
  return ZONE.exec(zone)?.[1] ?? "";
}

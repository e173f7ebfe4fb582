import { type Finding, known, matching, must, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import {
  challengeName,
  isCertificateName,
  isZoneName,
  liesIn,
  normalName,
} from "./challenge-names.ts";

/** A hosted zone and the certificate names in it. */
export interface ChallengeZone {
  /** Id of the public hosted zone, `Z0123456789ABCDEFGHIJ`: without `/hostedzone/` before it. */
  readonly zoneId: string;

  /**
   * The zone's own name: `example.com`. A zone `_acme-challenge.example.com` that the parent
   * delegates by NS records is the smallest there is.
   */
  readonly domain: string;

  /**
   * Names on the certificates, wildcards included: `api.example.com`, `*.example.com`. Case, a
   * final dot and letters of other alphabets are brought to the form that Route 53 compares. Any
   * name of the zone only with a reason.
   */
  readonly names: readonly string[] | { readonly anyName: Reason };
}

/** Zones by a key of the author's: `main`. */
export type ChallengeZones = Readonly<Record<string, ChallengeZone>>;

/** Finds what is wrong with zones and names. */
export function checkZones(zones: ChallengeZones): Finding[] {
  return [
    must(Object.keys(zones).length > 0, "zones", "hold at least one zone"),
    ...Object.entries(zones).flatMap(([key, zone]) => [
      matching("zones", key, /^[a-z]+(-[a-z]+)*$/, "have keys of lower-case words and hyphens"),
      ...checkZone(`zones.${key}`, zone),
      ...checkAgainstOthers(key, zones),
    ]),
  ];
}

function checkZone(prop: string, { zoneId, domain, names }: ChallengeZone): Finding[] {
  const zone = [
    matching(
      `${prop}.zoneId`,
      zoneId,
      /^Z[A-Z0-9]{1,31}$/,
      "be the id of one hosted zone, such as Z0123456789ABCDEFGHIJ",
    ),
    must(known(domain) && isZoneName(domain), `${prop}.domain`, "be the name of a zone", domain),
  ];
  if ("anyName" in names)
    return [...zone, reasonGiven(`${prop}.names.anyName`, names.anyName.reason)];
  return [
    ...zone,
    must(names.length > 0, `${prop}.names`, "hold at least one name"),
    ...names.map((name) => checkName(`${prop}.names`, name, domain)),
  ];
}

function checkName(prop: string, name: string, domain: string): Finding {
  if (!isCertificateName(name)) {
    return must(
      false,
      prop,
      "be domain names of at most 237 characters, with * only as the whole first label",
      name,
    );
  }
  return must(liesIn(challengeName(name), domain), prop, `lie in the zone ${domain}`, name);
}

/** certbot writes to the zone with the longest name that fits, whatever it was given rights on. */
function checkAgainstOthers(key: string, zones: ChallengeZones): Finding[] {
  const { domain, names } = zones[key]!;
  const others = Object.entries(zones).filter(([other]) => other !== key);
  const twin = others.find(([, other]) => normalName(other.domain) === normalName(domain));
  const closer = ([, other]: [string, ChallengeZone]) =>
    normalName(other.domain).length > normalName(domain).length;
  return [
    must(
      twin === undefined,
      `zones.${key}.domain`,
      `differ from that of zones.${twin?.[0]}`,
      domain,
      "name the public zone only: certbot passes private ones over",
    ),
    ...("anyName" in names ? [] : names).map((name) => {
      const better = others.find(
        (other) => closer(other) && liesIn(challengeName(name), other[1].domain),
      );
      return must(
        better === undefined,
        `zones.${key}.names`,
        `stand in zones.${better?.[0]}, whose longer name certbot picks`,
        name,
      );
    }),
  ];
}

import { RECORD_TYPES, type RecordSet, type RecordType } from "@groundplan/core/dns-records";
import { check, type Finding, must } from "@groundplan/core/problems";
import type { AliasSet, WeightedSet, ZoneRecordSet } from "./record-set.ts";

/** What `aws route53 list-resource-record-sets --hosted-zone-id <id>` prints. */
export interface Route53Listing {
  readonly ResourceRecordSets: readonly ListedSet[];
}

/** One entry of it, as far as it is read. */
export interface ListedSet {
  readonly Name: string;
  readonly Type: string;
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: {
    readonly HostedZoneId: string;
    readonly DNSName: string;
    readonly EvaluateTargetHealth: boolean;
  };
  readonly SetIdentifier?: string;
  readonly Weight?: number;
  readonly [other: string]: unknown;
}

/** Routing that this module does not know. */
const OTHER_ROUTING = [
  "Region",
  "GeoLocation",
  "Failover",
  "MultiValueAnswer",
  "CidrRoutingConfig",
  "HealthCheckId",
  "GeoProximityLocation",
];

/**
 * Reads a zone's listing into records to adopt. The apex's own SOA and NS are left out, and so are the
 * traces of certificate challenges.
 *
 * @throws PropsError with every record that this module cannot hold: nothing is dropped in silence
 */
export function recordsFromListing(listing: Route53Listing, zoneName: string): ZoneRecordSet[] {
  const wanted = listing.ResourceRecordSets.filter((set) => !isLeftOut(set, zoneName));
  check(`listing of ${zoneName}`, wanted.map(listedProblem));
  const weighted = wanted.filter(({ Weight }) => Weight !== undefined);
  const plain = wanted.filter(({ Weight }) => Weight === undefined);
  return [...plain.map(plainSet), ...weightedSets(weighted)];
}

function isLeftOut({ Name, Type }: ListedSet, zoneName: string): boolean {
  const name = nameOf(Name);
  const isOwn = name === zoneName && (Type === "NS" || Type === "SOA");
  return isOwn || (Type === "TXT" && name.startsWith("_acme-challenge."));
}

function listedProblem(set: ListedSet): Finding {
  const other = OTHER_ROUTING.find((key) => set[key] !== undefined);
  const what = `${set.Type} of ${nameOf(set.Name)}`;
  if (other) return must(false, what, "be routed by weight or not at all", other);
  const known = (RECORD_TYPES as readonly string[]).includes(set.Type);
  return must(known, what, `be one of ${RECORD_TYPES.join(", ")}`, set.Type);
}

function plainSet(set: ListedSet): RecordSet | AliasSet {
  const name = nameOf(set.Name);
  if (set.AliasTarget) {
    const { DNSName, HostedZoneId, EvaluateTargetHealth } = set.AliasTarget;
    return {
      name,
      type: set.Type as AliasSet["type"],
      alias: {
        target: DNSName.replace(/\.$/, ""),
        zoneId: HostedZoneId,
        evaluateHealth: EvaluateTargetHealth,
      },
    };
  }
  return { name, type: set.Type as RecordType, ttlSeconds: set.TTL, values: valuesOf(set) };
}

function weightedSets(sets: readonly ListedSet[]): WeightedSet[] {
  const found = new Map<string, WeightedSet>();
  for (const set of sets) {
    const name = nameOf(set.Name);
    const key = `${name} ${set.Type}`;
    const share = { weight: set.Weight!, values: valuesOf(set) };
    const { weighted = {} } = found.get(key) ?? {};
    found.set(key, {
      name,
      type: set.Type as WeightedSet["type"],
      ttlSeconds: set.TTL,
      weighted: { ...weighted, [set.SetIdentifier!]: share },
    });
  }
  return [...found.values()];
}

function valuesOf({ Type, ResourceRecords = [] }: ListedSet): string[] {
  return ResourceRecords.map(({ Value }) => (Type === "TXT" ? textOf(Value) : Value));
}

/** Route 53 writes `*` as its octal code, and every name with a final dot. */
function nameOf(name: string): string {
  return name
    .replace(/^\\052/, "*")
    .replace(/\.$/, "")
    .toLowerCase();
}

function textOf(value: string): string {
  const strings = value.match(/"(?:\\.|[^"\\])*"/g) ?? [value];
  return strings.map((text) => text.slice(1, -1).replaceAll(/\\(.)/g, "$1")).join("");
}

import { RECORD_TYPES, type RecordSet, type RecordType } from "@groundplan/core/dns-records";
import { check, must } from "@groundplan/core/problems";

/** One entry of what `gcloud dns record-sets list --zone <name> --format json` prints. */
export interface ListedSet {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly rrdatas?: readonly string[];
  readonly routingPolicy?: unknown;
}

/**
 * Reads a zone's listing into records to adopt. The apex's own SOA and NS are left out, and so are the
 * traces of certificate challenges.
 *
 * @throws PropsError with every record that this module cannot hold: nothing is dropped in silence
 */
export function recordsFromListing(listing: readonly ListedSet[], domain: string): RecordSet[] {
  const wanted = listing.filter((set) => !isLeftOut(set, domain));
  check(
    `listing of ${domain}`,
    wanted.flatMap(({ name, type, routingPolicy }) => [
      must(
        routingPolicy === undefined,
        `${type} of ${nameOf(name)}`,
        "answer everybody alike, without a routing policy",
      ),
      must(
        (RECORD_TYPES as readonly string[]).includes(type),
        `${type} of ${nameOf(name)}`,
        `be one of ${RECORD_TYPES.join(", ")}`,
        type,
      ),
    ]),
  );
  return wanted.map(({ name, type, ttl, rrdatas = [] }) => ({
    name: nameOf(name),
    type: type as RecordType,
    ttlSeconds: ttl,
    values: rrdatas.map((value) => (type === "TXT" ? textOf(value) : value)),
  }));
}

function isLeftOut({ name, type }: ListedSet, domain: string): boolean {
  const isOwn = nameOf(name) === domain && (type === "NS" || type === "SOA");
  return isOwn || (type === "TXT" && name.startsWith("_acme-challenge."));
}

function nameOf(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

function textOf(value: string): string {
  const strings = value.match(/"(?:\\.|[^"\\])*"/g);
  return strings
    ? strings.map((text) => text.slice(1, -1).replaceAll(/\\(.)/g, "$1")).join("")
    : value;
}

import { createHash } from "node:crypto";
import { identify, type ZoneRecord } from "@groundplan/cloudflare/records";
import { TTL_LIMIT } from "../gates/ttl.ts";
import type { Decisions } from "../move/decisions.ts";

/** The shortest that Cloudflare lets an answer live, below its enterprise plan. */
const SHORTEST_TTL = 60;

/** What stands in records that have not been behind Cloudflare yet. */
const GREY = "Moved from Route53; not behind Cloudflare yet";

/** The reason of what is unusual and was so before. */
const BEFORE = "Stood in Route53 before the move";

/** Records as they are written: with short lives, in grey or proxied as decided, each known apart. */
export function finished(
  given: readonly ZoneRecord[],
  decisions: Decisions,
): { readonly records: readonly ZoneRecord[]; readonly warnings: readonly string[] } {
  const proxied = new Set(decisions.proxied);
  const records = given.map((record) => withReasons(lived(record, proxied.has(record.name))));
  const short = given.filter(({ ttlSeconds: ttl }) => ttl !== undefined && ttl < SHORTEST_TTL);
  const long = given.filter(({ ttlSeconds: ttl }) => ttl !== undefined && ttl > TTL_LIMIT);
  const told = (of: readonly ZoneRecord[], what: string) =>
    of.length > 0 ? [`${what} (${of.length}): ${namesOf(of)}`] : [];
  return {
    records: keyed(records, decisions.zone),
    warnings: [
      ...told(short, `TTLs below Cloudflare's least become ${SHORTEST_TTL}`),
      ...told(long, `TTLs above ${TTL_LIMIT} become ${TTL_LIMIT} until the zone has moved`),
    ],
  };
}

function lived(record: ZoneRecord, proxied: boolean): ZoneRecord {
  const { ttlSeconds = TTL_LIMIT, ...rest } = record;
  if (proxied && "proxied" in rest) return { ...rest, proxied: true } as ZoneRecord;
  const ttl = Math.min(TTL_LIMIT, Math.max(SHORTEST_TTL, ttlSeconds));
  return { ...rest, ttlSeconds: ttl } as ZoneRecord;
}

/** What the records module wants said of unusual records. They are no news: they stood before. */
function withReasons(record: ZoneRecord): ZoneRecord {
  const isPrivate = (record.type === "A" || record.type === "AAAA") && PRIVATE.test(record.address);
  return {
    ...record,
    ...(record.name.startsWith("*.") && { wildcard: { reason: BEFORE } }),
    ...("proxied" in record && !record.proxied && { comment: GREY }),
    ...(isPrivate &&
      "proxied" in record &&
      !record.proxied && { privateAddress: { reason: BEFORE } }),
  } as ZoneRecord;
}

/** Addresses that reach nobody outside: the records module has the last word on them. */
const PRIVATE =
  /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^(::1?$|f[cd]|fe[89ab])/i;

/** Fields that say something about a record, and not what it answers. */
const ABOUT = ["ttlSeconds", "proxied", "comment", "wildcard", "privateAddress"];

/** Records whose readable ids are the same get keys of their name and value. */
function keyed(records: readonly ZoneRecord[], zone: string): ZoneRecord[] {
  const identified = identify(records, zone);
  const counts = new Map<string, number>();
  for (const [id] of identified) counts.set(id, (counts.get(id) ?? 0) + 1);
  return identified.map(([id, record]) =>
    counts.get(id) === 1 ? record : { ...record, key: keyOf(id, record) },
  );
}

/** Of what the record answers alone: it stays the same record behind Cloudflare, and with another TTL. */
function keyOf(id: string, record: ZoneRecord): string {
  const answers = Object.entries(record).filter(([field]) => !ABOUT.includes(field));
  const hash = createHash("sha256").update(JSON.stringify(answers)).digest("hex").slice(0, 8);
  const readable = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${readable.slice(0, 40).replace(/-$/, "")}-${hash}`;
}

function namesOf(records: readonly ZoneRecord[]): string {
  const names = [...new Set(records.map(({ type, name }) => `${type} ${name}`))];
  const more = names.length > 5 ? `, and ${names.length - 5} more` : "";
  return names.slice(0, 5).join(", ") + more;
}

import { type Finding, matching, must } from "@groundplan/core/problems";
import type { ZoneFacts } from "../zone/dns-zone.ts";
import { recordId } from "./identity.ts";
import { isLiteral, type ZoneRecord } from "./record.ts";
import { recordProblems } from "./record-problems.ts";
import { type Identified, type RecordSetOptions, setProblems } from "./set-problems.ts";

export type { RecordSetOptions };

/** Every type of record. */
const TYPES: readonly ZoneRecord["type"][] = [
  "A",
  "AAAA",
  "CNAME",
  "MX",
  "TXT",
  "CAA",
  "SRV",
  "NS",
  "DS",
  "HTTPS",
  "SVCB",
  "TLSA",
  "SSHFP",
];

/**
 * Everything that is wrong with a set of records of one zone, each problem under the record's id.
 * Needs no construct: values can be checked where they are typed.
 */
export function recordSetProblems(
  given: readonly ZoneRecord[],
  zone: ZoneFacts,
  options: RecordSetOptions = {},
): Finding[] {
  // Of a record of no type nothing else can be told.
  const records = given.filter(({ type }) => TYPES.includes(type));
  const identified = identify(records, zone.name);
  return [
    ...given.map((record) =>
      must(
        TYPES.includes(record.type),
        fallbackId(record),
        `have one of the types ${TYPES.join(", ")}`,
      ),
    ),
    ...records.map((record) =>
      must(
        recordId(record, zone.name) !== undefined,
        fallbackId(record),
        "have a key: its name or value is known only at apply",
      ),
    ),
    ...records.map(({ key }) =>
      matching("key", key, /^[a-z0-9]+(-[a-z0-9]+)*$/, "be in kebab case"),
    ),
    ...repeatedIds(identified).map((id) =>
      must(false, id, "stand once", undefined, "take the duplicate out, or give each a key"),
    ),
    ...identified.flatMap(([id, record]) => recordProblems(id, record, zone)),
    ...setProblems(identified, zone, options),
  ];
}

/** Gives every record its id. */
export function identify(records: readonly ZoneRecord[], zoneName: string): Identified {
  return records.map((record) => [recordId(record, zoneName) ?? fallbackId(record), record]);
}

/** What a record is called while it has no id. */
function fallbackId({ type, name }: ZoneRecord): string {
  return `${type} of ${isLiteral(name) ? name : "a name known at apply"}`;
}

function repeatedIds(identified: Identified): string[] {
  const ids = identified.map(([id]) => id).filter((id) => !id.includes(" "));
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}

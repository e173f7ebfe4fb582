import { type Finding, must } from "@groundplan/core/problems";
import type { DnsZone } from "../zone/dns-zone.ts";
import { recordId } from "./identity.ts";
import type { ZoneRecord } from "./record.ts";
import { recordProblems } from "./record-problems.ts";
import { type Identified, setProblems } from "./set-problems.ts";

/**
 * Everything that is wrong with a set of records that is typed in one place, before any construct
 * is made of it. The values must be literals.
 */
export function recordSetProblems(
  records: readonly ZoneRecord[],
  zone: Pick<DnsZone, "name" | "plan">,
): Finding[] {
  const identified = records.map(
    (record) => [recordId(record, zone.name) ?? record.name, record] as const,
  ) satisfies Identified;
  const ids = identified.map(([id]) => id);
  return [
    ...identified
      .filter(([id], i) => ids.indexOf(id) !== i)
      .map(([id]) => must(false, id, "stand once", undefined, "take the duplicate out")),
    ...identified.flatMap(([id, record]) => recordProblems(id, record, zone as DnsZone)),
    ...setProblems(identified, zone as DnsZone, false),
  ];
}

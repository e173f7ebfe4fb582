import { RECORD_TYPES, type RecordSet, type RecordType } from "./dns-records.ts";
import { check, type Finding, must } from "./problems.ts";

/** One line of a zone file, brackets resolved: what it begins with, and its words. */
interface Entry {
  readonly line: number;
  /** Without a name of its own it belongs to the name before. */
  readonly named: boolean;
  readonly words: readonly string[];
}

/**
 * Reads a zone file (RFC 1035, section 5) into record sets, for the adoption of a zone that exists. The
 * apex's own SOA, NS and signatures are left out: the service that takes over answers its own.
 *
 * @param zoneName the zone's apex: what relative names end in
 * @throws PropsError with every line that cannot be read
 */
export function parseZoneFile(text: string, zoneName: string): RecordSet[] {
  const problems: Finding[] = [];
  const sets = new Map<string, { name: string; type: RecordType; ttlSeconds?: number; values: string[] }>();
  let origin = zoneName;
  let name = zoneName;
  let defaultTtl: number | undefined;
  for (const { line, named, words } of entriesOf(text)) {
    const [first = ""] = words;
    if (first === "$ORIGIN") origin = absolute(words[1] ?? "", origin);
    else if (first === "$TTL") defaultTtl = secondsOf(words[1] ?? "");
    else if (first.startsWith("$")) {
      problems.push(must(false, `line ${line}`, "be a record, $ORIGIN or $TTL", first));
    } else {
      const rest = named ? words.slice(1) : words;
      if (named) name = absolute(first, origin);
      const record = recordOf(rest);
      if (!record) problems.push(must(false, `line ${line}`, "be a record of a known type", rest.join(" ")));
      else if (!isOwn(name, record.type, zoneName)) {
        const key = `${name} ${record.type}`;
        const values = record.data.map((word) => word);
        const value = valueOf(record.type as RecordType, values, origin);
        const set = sets.get(key);
        if (set) set.values.push(value);
        else {
          const ttlSeconds = record.ttlSeconds ?? defaultTtl;
          sets.set(key, { name, type: record.type as RecordType, ttlSeconds, values: [value] });
        }
      }
    }
  }
  check(`zone file of ${zoneName}`, problems);
  return [...sets.values()];
}

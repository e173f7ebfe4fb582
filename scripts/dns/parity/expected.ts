import type { ZoneRecord } from "@groundplan/cloudflare/records";
import type { Fate } from "../convert/convert.ts";
import type { Decisions } from "../move/decisions.ts";
import { setKey } from "../move/progress.ts";
import type { Expectation } from "./compare.ts";

/**
 * Sets whose answers need not be the same: aliases of AWS, which a CNAME follows now, what people have
 * decided, and what was left out. Everything else must be.
 */
export function expectationsOf(
  fates: readonly Fate[],
  records: readonly ZoneRecord[],
  decisions: Decisions,
): Map<string, Expectation> {
  const expected = new Map<string, Expectation>();
  for (const { key, leftOut, alias } of fates) {
    const [, name = ""] = key.split(" ");
    if (alias) {
      for (const type of ["A", "AAAA", "CNAME"]) expected.set(setKey({ name, type }), { alias });
    } else if (key in decisions.sets) {
      expected.set(key, { answers: answersOf(key, records) });
    } else if (leftOut && !expected.has(key)) expected.set(key, { answers: "nothing" });
  }
  return expected;
}

/** What the records of a set answer, in the form in which answers are compared. */
export function answersOf(key: string, records: readonly ZoneRecord[]): string {
  const values = records.filter((record) => setKey(record) === key).map(answerOf);
  return [...new Set(values)].sort().join(" | ") || "nothing";
}

function answerOf(record: ZoneRecord): string {
  switch (record.type) {
    case "A":
      return record.address;
    case "AAAA":
      return new URL(`http://[${record.address}]`).hostname.slice(1, -1);
    case "TXT":
      return record.text;
    case "MX":
      return `${record.priority} ${record.target}`;
    case "SRV":
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
    case "CAA":
      return `${record.critical ? 128 : 0} ${record.tag} "${record.value}"`;
    case "DS":
      return `${record.keyTag} ${record.algorithm} ${record.digestType} ${record.digest.toUpperCase()}`;
    case "TLSA":
      return `${record.usage} ${record.selector} ${record.matchingType} ${record.certificate.toUpperCase()}`;
    case "SSHFP":
      return `${record.algorithm} ${record.fingerprintType} ${record.fingerprint.toUpperCase()}`;
    default:
      return record.target;
  }
}

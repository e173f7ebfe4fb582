import type { RecordSet } from "@groundplan/core/dns-records";
import { type Finding, must } from "@groundplan/core/problems";
import type { ZoneRecord } from "./record.ts";

/** Parts of a value by their names; a record's own fields, but for numbers that are still text. */
type Parts = Readonly<Record<string, string>>;

/** How a value of each type is written in a zone file, and which record it makes. */
const READERS: Readonly<Record<string, readonly [RegExp, (parts: Parts) => object]>> = {
  A: [/^(?<address>\S+)$/, ({ address }) => ({ address, proxied: false })],
  AAAA: [/^(?<address>\S+)$/, ({ address }) => ({ address, proxied: false })],
  CNAME: [/^(?<target>\S+)$/, ({ target }) => ({ target: plain(target), proxied: false })],
  NS: [/^(?<target>\S+)$/, ({ target }) => ({ target: plain(target) })],
  TXT: [/^(?<text>.*)$/s, ({ text }) => ({ text })],
  MX: [
    /^(?<priority>\d+)\s+(?<target>\S+)$/,
    ({ priority, target }) => ({ target: plain(target), priority: Number(priority) }),
  ],
  SRV: [
    /^(?<priority>\d+)\s+(?<weight>\d+)\s+(?<port>\d+)\s+(?<target>\S+)$/,
    ({ target, ...numbers }) => ({ ...numbersOf(numbers), target: plain(target) }),
  ],
  CAA: [
    /^(?<flags>0|128)\s+(?<tag>issue|issuewild|iodef)\s+"?(?<value>[^"]*)"?$/,
    ({ flags, tag, value }) => ({ tag, value, ...(flags === "128" && { critical: true }) }),
  ],
  DS: [
    /^(?<keyTag>\d+)\s+(?<algorithm>\d+)\s+(?<digestType>\d+)\s+(?<digest>[\dA-Fa-f\s]+)$/,
    ({ digest, ...numbers }) => ({ ...numbersOf(numbers), digest: joined(digest) }),
  ],
  TLSA: [
    /^(?<usage>[0-3])\s+(?<selector>[01])\s+(?<matchingType>[0-2])\s+(?<certificate>[\dA-Fa-f\s]+)$/,
    ({ certificate, ...numbers }) => ({ ...numbersOf(numbers), certificate: joined(certificate) }),
  ],
  SSHFP: [
    /^(?<algorithm>\d+)\s+(?<fingerprintType>[12])\s+(?<fingerprint>[\dA-Fa-f\s]+)$/,
    ({ fingerprint, ...numbers }) => ({ ...numbersOf(numbers), fingerprint: joined(fingerprint) }),
  ],
  HTTPS: [/^(?<priority>\d+)\s+(?<target>\S+)(?:\s+(?<parameters>.*))?$/, serviceOf],
  SVCB: [/^(?<priority>\d+)\s+(?<target>\S+)(?:\s+(?<parameters>.*))?$/, serviceOf],
};

/**
 * The records of a set as it stood elsewhere: one for each value, none of them proxied. What is wrong
 * with the values themselves is for `recordSetProblems`.
 *
 * @returns the records, and what of the set Cloudflare's records cannot say
 */
export function zoneRecordsOf(set: RecordSet): {
  readonly records: readonly ZoneRecord[];
  readonly problems: readonly Finding[];
} {
  const { type, name, ttlSeconds, values } = set;
  const what = `${type} of ${name}`;
  const [pattern, read] = READERS[type] ?? [];
  if (!pattern || !read) {
    const rule = `have one of the types ${Object.keys(READERS).join(", ")}`;
    return { records: [], problems: [must(false, what, rule)] };
  }
  const found = values.map((value) => pattern.exec(value)?.groups);
  return {
    problems: values.map((value, i) =>
      must(found[i] !== undefined, what, `be written as in a zone file for ${type}`, value),
    ),
    records: found
      .filter((parts) => parts !== undefined)
      .map((parts) => ({ type, name, ...read(parts), ttlSeconds }) as ZoneRecord),
  };
}

function serviceOf({ priority, target, parameters }: Parts) {
  return {
    priority: Number(priority),
    target: plain(target),
    ...(parameters && { parameters }),
  };
}

function numbersOf(parts: Parts): Record<string, number> {
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Number(text)]));
}

function plain(name = ""): string {
  return name === "." ? name : name.toLowerCase().replace(/\.$/, "");
}

function joined(hex = ""): string {
  return hex.replaceAll(/\s/g, "").toLowerCase();
}

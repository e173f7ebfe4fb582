import { isIPv4, isIPv6 } from "node:net";
import { between, type Finding, known, matching, must } from "./problems.ts";

/** Kinds of records that zones here hold. `SPF` is not among them: it is a TXT. */
export type RecordType = (typeof RECORD_TYPES)[number];

/** All answers to one question: one name, one type. */
export interface RecordSet {
  /** Full name, lower case, without a final dot: the zone's name or one below it. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds that resolvers keep the answer. Default: the zone's. */
  readonly ttlSeconds?: number;
  /** As in a zone file: `10 mail.example.org`. Texts without quotes, however long. */
  readonly values: readonly string[];
}

/** Kinds of records, as they are written. */
export const RECORD_TYPES = [
  "A",
  "AAAA",
  "CAA",
  "CNAME",
  "DS",
  "HTTPS",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
] as const;

/** Bytes that one string of a TXT record holds (RFC 1035, 3.3.14). */
const STRING_LENGTH = 255;

const HOST = String.raw`(?:[A-Za-z0-9_*-]+\.)*[A-Za-z0-9_-]+\.?`;

/** What values of a type look like; a type that is not here is taken as it is. */
const SHAPES: Partial<Record<RecordType, readonly [RegExp, string]>> = {
  CAA: [/^\d{1,3} [a-z]+ "[^"]*"$/, 'flag, tag and quoted value: 0 issue "letsencrypt.org"'],
  CNAME: [new RegExp(`^${HOST}$`), "one name"],
  MX: [new RegExp(`^\\d{1,5} (?:${HOST}|\\.)$`), "priority and name: 10 mail.example.org"],
  NS: [new RegExp(`^${HOST}$`), "names of servers"],
  PTR: [new RegExp(`^${HOST}$`), "names"],
  SRV: [new RegExp(`^\\d+ \\d+ \\d+ (?:${HOST}|\\.)$`), "priority, weight, port and name"],
  TXT: [/^[\x20-\x7e]{1,4000}$/, "1 to 4000 printable ASCII characters"],
};

/** The identity of a set in its zone: never a position, never a value. */
export function recordSetId({ name, type }: RecordSet, zoneName: string): string {
  const label = name === zoneName ? "apex" : name.slice(0, -zoneName.length - 1);
  return `${type.toLowerCase()}-${label.replace(/^\*/, "wildcard")}`;
}

/** A text as strings of 255 bytes, as a zone keeps it. */
export function textStrings(text: string): string[] {
  return text.match(new RegExp(`.{1,${STRING_LENGTH}}`, "gs")) ?? [""];
}

/** Everything that is wrong with the records of a zone, each problem under the record's identity. */
export function recordSetProblems(zoneName: string, sets: readonly RecordSet[]): Finding[] {
  const ids = sets.map((set) => recordSetId(set, zoneName));
  return sets.flatMap((set, i) => {
    const prop = `records.${ids[i]}`;
    return [
      must(ids.indexOf(ids[i]!) === i, prop, "stand once", undefined, "put its values together"),
      ...nameProblems(prop, zoneName, set),
      ...cnameProblems(prop, zoneName, set, sets),
      between(`${prop}.ttlSeconds`, set.ttlSeconds, 0, 604_800),
      must(set.values.length > 0, prop, "have at least one value"),
      must(
        set.type !== "CNAME" || set.values.length <= 1,
        prop,
        "have one value, as every CNAME",
        set.values,
      ),
      ...(known(set.values) ? set.values : []).map((value) => valueProblem(prop, set.type, value)),
    ];
  });
}

/** What is wrong with the name of a zone. */
export function zoneNameProblem(prop: string, name: string): Finding {
  return matching(
    prop,
    name,
    /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    "be a lower-case domain name without a final dot",
  );
}

function nameProblems(prop: string, zoneName: string, { name, type }: RecordSet): Finding[] {
  return [
    must(
      name === zoneName || name.endsWith(`.${zoneName}`),
      prop,
      `be named ${zoneName} or below it, in full and without a final dot`,
      name,
    ),
    matching(
      prop,
      name,
      /^(\*\.)?[a-z0-9._-]{1,253}$/,
      "be named in lower case, without a final dot",
    ),
    must(
      name !== zoneName || (type !== "NS" && type !== "DS"),
      prop,
      "not be the zone's own",
      type,
      "the service answers these for the apex itself",
    ),
  ];
}

function cnameProblems(
  prop: string,
  zoneName: string,
  { name, type }: RecordSet,
  sets: readonly RecordSet[],
): Finding[] {
  if (type !== "CNAME") return [];
  const others = sets.filter((other) => other.name === name && other.type !== "CNAME");
  return [
    must(name !== zoneName, prop, "not be a CNAME: the apex has records of its own"),
    must(
      others.length === 0,
      prop,
      "stand alone: a name that is another's has no records of its own",
      others.map((other) => other.type),
    ),
  ];
}

function valueProblem(prop: string, type: RecordType, value: string): Finding {
  if (!known(value)) return undefined;
  if (type === "A") return must(isIPv4(value), prop, "hold IPv4 addresses", value);
  if (type === "AAAA") return must(isIPv6(value), prop, "hold IPv6 addresses", value);
  const shape = SHAPES[type];
  return shape && must(shape[0].test(value), prop, `hold ${shape[1]}`, value);
}

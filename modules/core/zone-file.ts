import { RECORD_TYPES, type RecordSet, type RecordType } from "./dns-records.ts";
import { check, type Finding, must } from "./problems.ts";
import { entriesOf, type ZoneFileEntry } from "./zone-file-entries.ts";

/** What a service makes itself, or keeps for itself: never carried over. */
const LEFT_OUT = ["SOA", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "DNSKEY"];

/** Where in a record of this type names stand, from the left. */
const NAME_AT: Partial<Record<RecordType, number>> = { CNAME: 0, NS: 0, PTR: 0, MX: 1, SRV: 3 };

/**
 * Reads a zone file (RFC 1035, section 5) into record sets, for the adoption of a zone that exists. The
 * apex's own SOA and NS and all signatures are left out: the service that takes over answers its own.
 *
 * @param zoneName the zone's apex: what relative names end in
 * @throws PropsError with every line that cannot be read
 */
export function parseZoneFile(text: string, zoneName: string): RecordSet[] {
  const reader = new Reader(zoneName);
  for (const entry of entriesOf(text)) reader.read(entry);
  check(`zone file of ${zoneName}`, reader.problems);
  return reader.sets;
}

class Reader {
  readonly problems: Finding[] = [];
  readonly #sets = new Map<string, RecordSet>();
  readonly #zoneName: string;
  #origin: string;
  #name: string;
  #ttlSeconds: number | undefined;

  constructor(zoneName: string) {
    this.#zoneName = zoneName;
    this.#origin = zoneName;
    this.#name = zoneName;
  }

  get sets(): RecordSet[] {
    return [...this.#sets.values()];
  }

  read({ line, named, words }: ZoneFileEntry): void {
    const [first = "", second = ""] = words;
    if (first === "$ORIGIN") this.#origin = this.#absolute(second);
    else if (first === "$TTL") this.#ttlSeconds = secondsOf(second);
    else if (first.startsWith("$")) this.#refuse(line, "be a record, $ORIGIN or $TTL", first);
    else this.#readRecord(line, named ? first : undefined, named ? words.slice(1) : words);
  }

  #readRecord(line: number, name: string | undefined, words: readonly string[]): void {
    if (name !== undefined) this.#name = this.#absolute(name);
    // Class and TTL stand before the type, in any order, or not at all.
    const typeAt = words.findIndex((word) => !/^(IN|\d+[smhdw]?)$/i.test(word));
    const type = words[typeAt]?.toUpperCase() ?? "";
    const ttl = words.slice(0, Math.max(0, typeAt)).find((word) => /^\d/.test(word));
    const isOwn = this.#name === this.#zoneName && type === "NS";
    if (LEFT_OUT.includes(type) || isOwn) return;
    if (!isRecordType(type)) {
      this.#refuse(line, `be of a type that is known (${RECORD_TYPES.join(", ")})`, type);
      return;
    }
    this.#add(type, this.#valueOf(type, words.slice(typeAt + 1)), ttl);
  }

  #add(type: RecordType, value: string, ttl: string | undefined): void {
    const key = `${this.#name} ${type}`;
    const { values = [], ttlSeconds = ttl ? secondsOf(ttl) : this.#ttlSeconds } =
      this.#sets.get(key) ?? {};
    this.#sets.set(key, { name: this.#name, type, ttlSeconds, values: [...values, value] });
  }

  #valueOf(type: RecordType, words: readonly string[]): string {
    if (type === "TXT") return words.map(unquoted).join("");
    const nameAt = NAME_AT[type];
    return words
      .map((word, i) => (i === nameAt && word !== "." ? `${this.#absolute(word)}.` : word))
      .join(" ");
  }

  /** In full, in lower case, without a final dot. */
  #absolute(name: string): string {
    const lower = name.toLowerCase();
    if (lower === "@") return this.#origin;
    return lower.endsWith(".") ? lower.slice(0, -1) : `${lower}.${this.#origin}`;
  }

  #refuse(line: number, rule: string, value: string): void {
    this.problems.push(must(false, `line ${line}`, rule, value));
  }
}

function isRecordType(type: string): type is RecordType {
  return (RECORD_TYPES as readonly string[]).includes(type);
}

/** `3600`, `1h`, `2d`. */
function secondsOf(ttl: string): number {
  const unit = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[ttl.at(-1)!.toLowerCase()] ?? 1;
  return Number.parseInt(ttl, 10) * unit;
}

/** A backslash stands before a character that is meant as it is, or before its number. */
function unquoted(word: string): string {
  const inner = word.startsWith('"') ? word.slice(1, -1) : word;
  return inner.replace(/\\(\d{3}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
  );
}

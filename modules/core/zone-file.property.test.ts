import fc from "fast-check";
import { expect, it } from "vitest";
import type { RecordSet } from "./dns-records.ts";
import { parseZoneFile } from "./zone-file.ts";

const ZONE = "graph.example.org";

const label = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,10}$/);
const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join(".")}.`);
const text = fc.stringMatching(/^[\x20-\x7e]{1,300}$/);
const address = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map((o) => o.join("."));

const values: Record<string, fc.Arbitrary<string>> = {
  A: address,
  CNAME: host,
  MX: fc.tuple(fc.nat(65_535), host).map(([priority, name]) => `${priority} ${name}`),
  NS: host,
  TXT: text,
};

/** Sets of different names and types: none of them the apex's own. */
const sets: fc.Arbitrary<RecordSet[]> = fc.uniqueArray(
  fc.constantFrom("A", "CNAME", "MX", "NS", "TXT").chain((type) =>
    fc.record({
      name: label.map((first) => `${first}.${ZONE}`),
      type: fc.constant(type as RecordSet["type"]),
      ttlSeconds: fc.nat(604_800),
      values: fc.uniqueArray(values[type]!, { minLength: 1, maxLength: 3 }),
    }),
  ),
  { selector: ({ name, type }) => `${name} ${type}`, maxLength: 8 },
);

/** A zone file of the sets, in one of the ways in which they are written. */
function written(all: readonly RecordSet[], inFull: boolean): string {
  const lines = all.flatMap(({ name, type, ttlSeconds, values }) =>
    values.map((value) => {
      const owner = inFull ? `${name}.` : name.slice(0, -ZONE.length - 1);
      const quoted = `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
      return `${owner} ${ttlSeconds} IN ${type} ${type === "TXT" ? quoted : value} ; note`;
    }),
  );
  return `${lines.join("\n")}\n`;
}

it("reads back whatever is written, with names in full or not", () => {
  fc.assert(
    fc.property(sets, fc.boolean(), (all, inFull) => {
      expect(parseZoneFile(written(all, inFull), ZONE)).toEqual(all);
    }),
    { numRuns: 200 },
  );
});

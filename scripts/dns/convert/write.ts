import type { ZoneRecord } from "@groundplan/cloudflare/records";

/** The order in which a record's fields are written; the others follow. */
const FIRST = ["key", "type", "name"];

/** The records as a TypeScript file, one line each, in the order of names: a diff shows what changed. */
export function recordsFile(zone: string, records: readonly ZoneRecord[]): string {
  const lines = records
    .map(recordLine)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return `// biome-ignore-all format: one record a line
import type { ZoneRecord } from "@groundplan/cloudflare/records";

/**
 * Records of ${zone}, as they stood in Route 53. Written by infra dns convert: until the zone has moved,
 * change move.json and run it again.
 */
export const records: readonly ZoneRecord[] = [
${lines.map(({ text }) => `  ${text},\n`).join("")}];
`;
}

/** The lines of a file's records, for comparison. */
export function recordLines(file: string): string[] {
  return file.split("\n").filter((line) => line.startsWith("  { "));
}

function recordLine(record: ZoneRecord): { readonly name: string; readonly text: string } {
  const fields = Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b));
  const text = `{ ${fields.map(([name, value]) => `${name}: ${literal(value)}`).join(", ")} }`;
  // Names from the apex down, so that what belongs together stands together.
  return { name: `${record.name.split(".").reverse().join(".")} ${text}`, text };
}

function rank(field: string): number {
  const at = FIRST.indexOf(field);
  return at < 0 ? FIRST.length : at;
}

function literal(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, each]) => `${name}: ${literal(each)}`);
  return `{ ${fields.join(", ")} }`;
}

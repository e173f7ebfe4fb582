import { isLiteral, labelOf, type ZoneRecord } from "./record.ts";

/** Longest part of an id that stands for a value. Longer values need a key only if they collide. */
const VALUE_LENGTH = 48;

/**
 * The construct id of a record: its key, or type, name and value in readable form. A position in
 * the list never matters, so a record can be put anywhere without moving another.
 *
 * CNAMEs are named without their value: a name has one.
 *
 * @returns nothing when the value is known only at apply and no key is given
 */
export function recordId(record: ZoneRecord, zoneName: string): string | undefined {
  if (record.key !== undefined) return record.key;
  const label = labelOf(record.name, zoneName);
  if (label === undefined && !isLiteral(record.name)) return undefined;
  const name = nameSlug(label ?? record.name);
  if (record.type === "CNAME") return `cname-${name}`;
  const value = recordValue(record);
  if (!isLiteral(value)) return undefined;
  return `${record.type.toLowerCase()}-${name}-${valueSlug(value)}`;
}

function nameSlug(label: string): string {
  return label === "" ? "apex" : label.replace(/^\*/, "wildcard");
}

function valueSlug(value: string): string {
  const slug = value
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return (slug || "none").slice(0, VALUE_LENGTH).replace(/[-.]+$/, "");
}

/** What makes two records of one name and type the same record. */
export function recordValue(record: ZoneRecord): string {
  switch (record.type) {
    case "A":
    case "AAAA":
      return record.address;
    case "TXT":
      return record.text;
    case "CAA":
      return `${record.tag} ${record.value}`;
    case "SRV":
      return `${record.target} ${record.port}`;
    case "DS":
      return `${record.keyTag} ${record.digestType}`;
    case "HTTPS":
    case "SVCB":
      return `${record.priority} ${record.target}`;
    case "TLSA":
      return `${record.usage} ${record.certificate}`;
    case "SSHFP":
      return `${record.algorithm} ${record.fingerprintType}`;
    default:
      return record.target;
  }
}

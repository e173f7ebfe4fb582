import type { ZoneFacts } from "../zone/dns-zone.ts";
import { labelOf, type ZoneRecord } from "./record.ts";

/** A name that a wildcard does not answer for, although nothing else does. */
export interface ShadowedName {
  readonly name: string;
  readonly wildcard: string;
}

/**
 * Names below a wildcard that have records, or names with records below them, and yet no address:
 * a wildcard answers only where nothing stands (RFC 4592). `_acme-challenge.shop` is enough to take
 * `shop` from it.
 */
export function shadowedNames(records: readonly ZoneRecord[], zone: ZoneFacts): ShadowedName[] {
  const answered = new Set(
    records
      .filter(({ type }) => ["A", "AAAA", "CNAME", "NS"].includes(type))
      .map(({ name }) => name),
  );
  const standing = new Set(records.flatMap(({ name }) => withParents(name, zone)));
  return [...answered]
    .filter((name) => name.startsWith("*."))
    .flatMap((wildcard) =>
      [...standing]
        .filter((name) => name.endsWith(wildcard.slice(1)) && name !== wildcard)
        .filter((name) => !answered.has(name) && !/(^|\.)_/.test(name))
        .map((name) => ({ name, wildcard })),
    );
}

/** The name and those between it and the apex. */
function withParents(name: string, zone: ZoneFacts): string[] {
  const labels = (labelOf(name, zone.name) ?? "").split(".").filter((label) => label !== "");
  return labels.map((_, i) => [...labels.slice(i), zone.name].join("."));
}

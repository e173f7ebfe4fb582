import type { ListedSet } from "@groundplan/aws/dns-zone";
import { plainListed } from "../convert/names.ts";
import type { StandingRecord } from "../target/cloudflare.ts";
import type { Question } from "../wire/message.ts";

/** Asked at every name, whatever stands there: wildcards and aliases answer these. */
const EVERYWHERE = ["A", "AAAA"];

/** Asked at the apex besides. Signatures and the zone's own NS and SOA are each service's own. */
const AT_APEX = ["MX", "TXT", "CAA", "HTTPS", "SRV", "DS"];

/** A label that nobody has: what answers there is a wildcard. */
const NOBODY = "groundplan-parity-probe";

/** What each side is expected to hold. */
interface Sides {
  readonly zone: string;
  readonly exported: readonly ListedSet[];
  readonly converted: readonly { readonly name: string; readonly type: string }[];
  /** What stands at Cloudflare, by whoever's hand. */
  readonly standing: readonly StandingRecord[];
}

/** Every name of both sides with every type that either has there, and names that nobody has. */
export function questionsOf({ zone, exported, converted, standing }: Sides): Question[] {
  const types = new Map<string, Set<string>>();
  const add = (name: string, ...asked: readonly string[]) => {
    const known = types.get(name) ?? new Set(EVERYWHERE);
    for (const type of asked) known.add(type);
    types.set(name, known);
  };
  add(zone, ...AT_APEX);
  for (const { Name, Type } of exported) add(plainListed(Name), Type);
  for (const { name, type } of [...converted, ...standing]) add(name, type);
  const parents = [...types.keys()].flatMap((name) => parentsOf(name, zone));
  for (const name of parents) add(name);
  const wildcards = [...types.keys()].filter((name) => name.startsWith("*."));
  for (const name of [`*.${zone}`, ...wildcards]) add(`${NOBODY}${name.slice(1)}`);
  return [...types].flatMap(([name, asked]) =>
    [...asked]
      .filter((type) => name !== zone || (type !== "NS" && type !== "SOA"))
      .map((type) => ({ name, type })),
  );
}

/** Names between one and the apex: a wildcard does not answer for them (RFC 4592). */
function parentsOf(name: string, zone: string): string[] {
  const labels = name === zone ? [] : name.slice(0, -zone.length - 1).split(".");
  return labels.slice(1).map((_, i) => [...labels.slice(i + 1), zone].join("."));
}

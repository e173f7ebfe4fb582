import type { ListedSet } from "@groundplan/aws/dns-zone";
import { plainListed } from "../convert/names.ts";
import { type SeenTtl, setKey } from "../move/progress.ts";

/** Seconds that answers may live while a zone moves: how long a rollback takes to be seen. */
export const TTL_LIMIT = 300;

/** By type and name: what was seen of a set's TTL. */
export type SeenTtls = Readonly<Record<string, SeenTtl>>;

/**
 * Takes a look at the zone in. A set counts as lowered from when it is first seen so: nobody knows
 * since when it was.
 */
export function observeTtls(before: SeenTtls, sets: readonly ListedSet[], now: Date): SeenTtls {
  const seen = ttlsOf(sets);
  const known = new Set([...Object.keys(before), ...seen.keys()]);
  const after = [...known].flatMap((key): [string, SeenTtl][] => {
    const ttl = seen.get(key);
    const { highest = 0, lowSince } = before[key] ?? {};
    if (ttl !== undefined && ttl > TTL_LIMIT) return [[key, { highest: Math.max(highest, ttl) }]];
    if (highest === 0) return [];
    return [[key, { highest, lowSince: lowSince ?? now.toISOString() }]];
  });
  return Object.fromEntries(after);
}

/** What caches may still hold longer than the limit, and until when. */
export function ttlProblems(seen: SeenTtls, now: Date): string[] {
  return Object.entries(seen).flatMap(([key, { highest, lowSince }]) => {
    if (lowSince === undefined) {
      return [
        `${key} may lie in caches for ${highest} s: lower its TTL to ${TTL_LIMIT} in Route 53`,
      ];
    }
    const until = new Date(Date.parse(lowSince) + highest * 1000);
    if (until <= now) return [];
    return [
      `${key} was lowered from ${highest} s, seen at ${lowSince}: caches may hold it until ${until.toISOString()}`,
    ];
  });
}

/** When the last of what was lowered is out of all caches; nothing where something is not lowered. */
export function ttlsSafeAt(seen: SeenTtls): Date | undefined {
  const ends = Object.values(seen).map(({ highest, lowSince }) =>
    lowSince === undefined ? Number.NaN : Date.parse(lowSince) + highest * 1000,
  );
  const last = Math.max(0, ...ends);
  return Number.isNaN(last) ? undefined : new Date(last);
}

/** The longest that any answer lived before it was lowered. */
export function highestTtl(seen: SeenTtls): number {
  return Math.max(TTL_LIMIT, ...Object.values(seen).map(({ highest }) => highest));
}

/** The TTL of each set that has one: aliases have that of what they stand for. SOA is nobody's answer. */
function ttlsOf(sets: readonly ListedSet[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { Name, Type, TTL } of sets) {
    if (TTL === undefined || Type === "SOA") continue;
    const key = setKey({ name: plainListed(Name), type: Type });
    found.set(key, Math.max(found.get(key) ?? 0, TTL));
  }
  return found;
}

import type { SeenDs } from "../move/progress.ts";

/** What is believed of a DS that was removed before anybody looked: a day, as most parents have it. */
const UNSEEN_DS_SECONDS = 86_400;

/** What the parent and Route 53 say of signatures now. */
export interface SigningNow {
  /** Keys that the parent vouches for. */
  readonly ds: readonly string[];
  readonly dsTtlSeconds: number;
  /** Route 53 signs the zone. */
  readonly isSigned: boolean;
}

/** Takes a look at the parent in. */
export function observeDs(
  before: SeenDs | undefined,
  { ds, dsTtlSeconds, isSigned }: SigningNow,
  now: Date,
): SeenDs | undefined {
  if (ds.length > 0) return { ttlSeconds: Math.max(before?.ttlSeconds ?? 0, dsTtlSeconds) };
  if (before) return { ...before, goneSince: before.goneSince ?? now.toISOString() };
  return isSigned ? { ttlSeconds: UNSEEN_DS_SECONDS, goneSince: now.toISOString() } : undefined;
}

/**
 * What keeps the name servers from being changed: while a resolver may hold a DS, it refuses every
 * answer of a zone that is not signed by that key.
 */
export function dsProblems(
  seen: SeenDs | undefined,
  { ds }: Pick<SigningNow, "ds">,
  now: Date,
): string[] {
  if (ds.length > 0) {
    return ds.map(
      (each) =>
        `the parent vouches for key ${each.split(" ")[0]} (DS ${each}), with which the new zone does not sign: remove it at the registrar; go on signing in Route 53`,
    );
  }
  if (!seen?.goneSince) return [];
  const until = new Date(Date.parse(seen.goneSince) + seen.ttlSeconds * 1000);
  if (until <= now) return [];
  return [
    `the DS was gone at ${seen.goneSince}, and lives for ${seen.ttlSeconds} s: resolvers may hold it until ${until.toISOString()}`,
  ];
}

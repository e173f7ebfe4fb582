import { needs } from "../../stepwise/progress.ts";
import { highestTtl, observeTtls, TTL_LIMIT, ttlProblems, ttlsSafeAt } from "../gates/ttl.ts";
import type { Outcome } from "../move/outcome.ts";
import { type Move, take } from "./step.ts";

/** Looks at the TTLs of the old zone, and since when they are low. */
export function ttl(move: Move): Promise<Outcome> {
  const { world, folder } = move;
  return take(move, "ttl", async (progress, now) => {
    const closed = needs(progress, "export");
    if (closed.length > 0) return { said: "nothing was looked at", problems: closed };
    const sets = await world.route53.records(folder.decisions.hostedZoneId);
    const ttls = observeTtls(progress.ttls, sets, now);
    const problems = ttlProblems(ttls, now);
    const safeAt = ttlsSafeAt(ttls);
    return {
      said:
        problems.length > 0
          ? `answers that may lie in caches too long: ${problems.length}`
          : `no cache holds an answer of the old zone for more than ${TTL_LIMIT} s`,
      problems,
      facts: [
        ["highest TTL that was seen", `${highestTtl(ttls)} s`],
        ...(safeAt ? [["out of all caches", safeAt.toISOString()] as const] : []),
      ],
      todo: [`infra dns ${problems.length > 0 ? "ttl" : "dnssec"} ${folder.zone}`],
      changes: { ttls },
    };
  });
}

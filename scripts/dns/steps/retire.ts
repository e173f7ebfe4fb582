import { needs } from "../../stepwise/progress.ts";
import { plainListed } from "../convert/names.ts";
import { lookAtParent } from "../gates/parent.ts";
import { highestTtl, TTL_LIMIT } from "../gates/ttl.ts";
import type { Outcome } from "../move/outcome.ts";
import type { Progress } from "../move/progress.ts";
import { type Move, take } from "./step.ts";
import { targetOf } from "./target.ts";

/** Days that the old zone is kept at least. */
const LEAST_DAYS = 7;

/** Says when the old zone may go, and how. */
export function retire(move: Move): Promise<Outcome> {
  return take(move, "retire", async (progress, now) => {
    const problems = await kept(move, progress, now);
    if (problems.length > 0) return { said: "the old zone stays", problems };
    const { zone, exported } = move.folder;
    const children = exported.sets.filter(
      ({ Type, Name }) => Type === "NS" && plainListed(Name) !== zone,
    );
    const raised = Object.keys(progress.ttls).length;
    return {
      said: "the old zone may go",
      warnings: children.map(
        ({ Name }) =>
          `${plainListed(Name)} is a zone of its own, and stays where it is: certificates may be proven there`,
      ),
      todo: [
        "renew every certificate once that was proven in the old zone: certbot renew --dry-run, or the like",
        `delete the records of ${exported.zone.id}, then the zone, where they were made; export.json keeps them`,
        ...(raised > 0
          ? [`raise TTLs again where it is worth it: ${raised} were above ${TTL_LIMIT} s`]
          : []),
        "sign the zone at Cloudflare (dnssec of the zone module), then give the registrar its DS",
      ],
      facts: [["moved", progress.movedAt ?? ""]],
    };
  });
}

/** What the old zone is still needed for. */
async function kept({ world, folder }: Move, progress: Progress, now: Date): Promise<string[]> {
  const target = await targetOf({ world, folder });
  const parent = await lookAtParent(world.dns, folder.decisions, folder.zone);
  const wanted = [...target.nameServers].sort().join(", ");
  const until = keptUntil(progress);
  return [
    ...needs(progress, "watch"),
    ...(progress.place === "new" ? [] : ["the zone has not moved"]),
    ...parent.seen
      .filter(({ nameServers }) => nameServers.join(", ") !== wanted)
      .map(({ by, nameServers }) => `${by}, of the parent, names ${nameServers.join(", ")}`),
    ...(until && until > now
      ? [`the old zone is what a rollback goes back to until ${until.toISOString()}`]
      : []),
    ...(target.status === "active"
      ? []
      : [`the zone at Cloudflare is ${target.status}, not active`]),
  ];
}

/** A week, and twice as long as anything of the old zone may lie in caches. */
function keptUntil({ movedAt, ttls, delegationTtlSeconds = 0 }: Progress): Date | undefined {
  if (!movedAt) return undefined;
  const seconds = Math.max(LEAST_DAYS * 86_400, 2 * highestTtl(ttls), 2 * delegationTtlSeconds);
  return new Date(Date.parse(movedAt) + seconds * 1000);
}

import { lookAtParent } from "../gates/parent.ts";
import type { Outcome } from "../move/outcome.ts";
import type { Progress } from "../move/progress.ts";
import { dnssec } from "./dnssec.ts";
import { editedSince } from "./parity.ts";
import { type Move, needs, take } from "./step.ts";
import { targetOf } from "./target.ts";
import { ttl } from "./ttl.ts";

/** How old a proof of parity may be. */
const FRESH_HOURS = 24;

/** Looks at every gate once more, then tells what to do at the registrar. Nobody else can do it. */
export async function cutover(move: Move): Promise<Outcome> {
  const { world, folder } = move;
  if (folder.progress.place === "old") {
    await ttl(move);
    await dnssec(move);
  }
  return take(move, "cutover", async (progress, now) => {
    const { exported, decisions, zone } = folder;
    const target = await targetOf(move);
    const standing = await world.cloudflare.records(target.id);
    const parent = await lookAtParent(world.dns, decisions, zone);
    const problems = [
      ...(progress.place === "to-old"
        ? ["a rollback is under way: let infra dns watch see its end first"]
        : []),
      ...needs(progress, "export", "convert", "parity", "ttl", "dnssec"),
      ...stale(progress, now),
      ...[(await editedSince(move, exported)) ?? []].flat(),
      ...standing
        .filter(({ proxied }) => proxied && progress.place === "old")
        .map(
          ({ type, name }) =>
            `${type} ${name} is proxied at Cloudflare: every name is grey until the zone has moved`,
        ),
      ...(["pending", "active"].includes(target.status)
        ? []
        : [`the zone at Cloudflare is ${target.status}`]),
    ];
    if (problems.length > 0) return { said: "the name servers stay as they are", problems };
    const wanted = [...target.nameServers].sort();
    return {
      said: "the registrar may be told now",
      facts: [
        ["name servers now", exported.zone.nameServers.join(", ")],
        ["name servers to set", wanted.join(", ")],
        ["the parent's are kept for", `${parent.ttlSeconds} s`],
        ["records", `${standing.length} at Cloudflare`],
      ],
      todo: [
        "freeze both zones: no edits until infra dns watch is through",
        `at the registrar of ${zone}, replace all name servers by: ${wanted.join(", ")}`,
        "leave the zone in Route 53 as it is: resolvers ask it until they have forgotten the old name servers",
        `infra dns watch ${zone} --wait 60`,
        `if anything is wrong: infra dns rollback ${zone}`,
      ],
      changes: {
        place: progress.place === "old" ? "to-new" : progress.place,
        cutoverAt: progress.cutoverAt ?? now.toISOString(),
        delegationTtlSeconds: Math.max(progress.delegationTtlSeconds ?? 0, parent.ttlSeconds),
      },
    };
  });
}

/** Parity is proven of what was converted last, and not long ago. */
function stale({ steps }: Progress, now: Date): string[] {
  const { parity, convert } = steps;
  if (!parity || !convert) return [];
  const hours = (now.getTime() - Date.parse(parity.at)) / 3_600_000;
  if (parity.at < convert.at)
    return ["the records were converted again after parity was proven: prove it again"];
  if (hours <= FRESH_HOURS) return [];
  return [
    `parity was proven ${Math.floor(hours)} hours ago, and ${FRESH_HOURS} is the most: prove it again`,
  ];
}

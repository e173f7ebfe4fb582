import { needs } from "../../stepwise/progress.ts";
import { lookAtParent } from "../gates/parent.ts";
import type { Exported } from "../move/exported.ts";
import type { Outcome } from "../move/outcome.ts";
import type { Progress } from "../move/progress.ts";
import type { TargetZone } from "../target/cloudflare.ts";
import { dnssec } from "./dnssec.ts";
import { editedSince } from "./parity.ts";
import { type Move, needsInOrder, type Taken, take } from "./step.ts";
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
    if (progress.place === "new") {
      return { said: "the zone has moved already", todo: [`infra dns retire ${folder.zone}`] };
    }
    const target = await targetOf(move);
    const problems = await closedGates(move, progress, target, now);
    if (problems.length > 0) return { said: "the name servers stay as they are", problems };
    const { ttlSeconds } = await lookAtParent(world.dns, folder.decisions, folder.zone);
    const kept = Math.max(progress.delegationTtlSeconds ?? 0, ttlSeconds);
    return {
      ...registrarPlan(folder.exported, target.nameServers, kept),
      changes: {
        place: "to-new",
        cutoverAt: progress.cutoverAt ?? now.toISOString(),
        delegationTtlSeconds: kept,
      },
    };
  });
}

async function closedGates(
  move: Move,
  progress: Progress,
  target: TargetZone,
  now: Date,
): Promise<string[]> {
  const edited = await editedSince(move, move.folder.exported);
  const standing = await move.world.cloudflare.records(target.id);
  const proxied = standing.filter((record) => record.proxied);
  return [
    ...(progress.place === "to-old"
      ? ["a rollback is under way: let infra dns watch see its end first"]
      : []),
    ...needsInOrder(progress, "export", "convert", "parity"),
    ...needs(progress, "ttl", "dnssec"),
    ...stale(progress, now),
    ...(edited ? [edited] : []),
    ...proxied.map(
      ({ type, name }) =>
        `${type} ${name} is proxied at Cloudflare: every name is grey until the zone has moved`,
    ),
    ...(["pending", "active"].includes(target.status)
      ? []
      : [`the zone at Cloudflare is ${target.status}`]),
  ];
}

/** What people do at the registrar, and around it. */
function registrarPlan(
  { zone }: Exported,
  nameServers: readonly string[],
  keptSeconds: number,
): Taken {
  const wanted = [...nameServers].sort().join(", ");
  return {
    said: "the registrar may be told now",
    facts: [
      ["name servers now", zone.nameServers.join(", ")],
      ["name servers to set", wanted],
      ["the parent's are kept for", `${keptSeconds} s`],
    ],
    todo: [
      "freeze both zones: no edits until infra dns watch is through",
      `at the registrar of ${zone.name}, replace all name servers by: ${wanted}`,
      "leave the zone in Route 53 as it is: resolvers ask it until they have forgotten the old name servers",
      `infra dns watch ${zone.name} --wait 60`,
      `if anything is wrong: infra dns rollback ${zone.name}`,
    ],
  };
}

/** Parity is proven, and not long ago. */
function stale({ steps }: Progress, now: Date): string[] {
  if (!steps.parity) return [];
  const hours = (now.getTime() - Date.parse(steps.parity.at)) / 3_600_000;
  if (hours <= FRESH_HOURS) return [];
  return [
    `parity was proven ${Math.floor(hours)} hours ago, and ${FRESH_HOURS} is the most: prove it again`,
  ];
}

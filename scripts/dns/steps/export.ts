import type { ListedSet } from "@groundplan/aws/dns-zone";
import { check } from "@groundplan/core/problems";
import { MoveRefused } from "../../stepwise/refused.ts";
import { plainListed } from "../convert/names.ts";
import { observeTtls, TTL_LIMIT } from "../gates/ttl.ts";
import { churnProblem } from "../move/churn.ts";
import { decisionProblems, firstDecisions, type Plan } from "../move/decisions.ts";
import type { Exported } from "../move/exported.ts";
import type { Outcome } from "../move/outcome.ts";
import { setKey } from "../move/progress.ts";
import type { HostedZone } from "../source/route53.ts";
import { type Move, take } from "./step.ts";

/** What a move begins with; later exports know it. */
export interface ExportOptions {
  readonly hostedZoneId?: string;
  readonly plan?: Plan;
  readonly recordsFile?: string;
  /** The zone has really changed as much as it looks. */
  readonly acceptChange: boolean;
}

/** Reads the zone from Route 53, whole: all pages, all types, counted against what it says it has. */
export function exportZone(move: Move, options: ExportOptions): Promise<Outcome> {
  const { folder, world } = move;
  begin(move, options);
  const { hostedZoneId } = folder.decisions;
  return take(move, "export", async (progress, now) => {
    if (progress.place !== "old") {
      const problem = `the move is under way: what stood in Route 53 on ${folder.exported.takenAt} is what is compared with`;
      return { said: "not read again", problems: [problem] };
    }
    const zone = await world.route53.zone(hostedZoneId);
    const wrong = zoneProblems(zone, folder.zone);
    if (wrong.length > 0) return { said: "this zone cannot be moved", problems: wrong };
    const sets = await world.route53.records(hostedZoneId);
    const problems = setProblems(zone, sets, folder.exportedBefore, options.acceptChange);
    if (problems.length > 0) return { said: "not taken over", problems };
    folder.saveExport({ takenAt: now.toISOString(), zone, sets });
    const ttls = observeTtls(progress.ttls, sets, now);
    const high = Object.values(ttls).filter(({ lowSince }) => lowSince === undefined).length;
    return {
      said: `${sets.length} record sets of ${zone.name} were read`,
      facts: [
        ["record sets", String(sets.length)],
        ["types", countedTypes(sets)],
        ["name servers", zone.nameServers.join(", ")],
        ["signed by Route 53", zone.isSigned ? "yes" : "no"],
        [`TTL above ${TTL_LIMIT} s`, String(high)],
      ],
      todo: [
        ...(high > 0
          ? [
              `lower ${high} TTLs to ${TTL_LIMIT} in Route 53 now: caches take as long as they lived`,
            ]
          : []),
        `infra dns convert ${folder.zone}`,
      ],
      changes: { ttls },
    };
  });
}

/** What a set is, but for its TTL: as long as it is the same, it was not edited. */
export function contentsOf(sets: readonly ListedSet[]): string[] {
  return sets.map(({ Name, TTL: _, ...others }) =>
    JSON.stringify({ Name: plainListed(Name), ...others }, sortedKeys),
  );
}

function begin({ folder }: Move, { hostedZoneId, plan, recordsFile }: ExportOptions): void {
  if (folder.hasDecisions) {
    const { decisions } = folder;
    if (hostedZoneId === undefined || hostedZoneId === decisions.hostedZoneId) return;
    throw new MoveRefused(
      `the move of ${folder.zone} has begun with another zone`,
      [`move.json says hostedZoneId ${decisions.hostedZoneId}, asked for was ${hostedZoneId}`],
      "correct move.json, or begin in another --folder",
    );
  }
  if (!hostedZoneId || !plan) {
    throw new MoveRefused(
      `the move of ${folder.zone} cannot begin`,
      [
        ...(hostedZoneId ? [] : ["--hosted-zone is missing: Route 53's id of the zone, Z..."]),
        ...(plan
          ? []
          : ["--plan is missing: free, pro, business or enterprise, of the zone at Cloudflare"]),
      ],
      `infra dns export ${folder.zone} --hosted-zone Z... --plan pro`,
    );
  }
  const decisions = firstDecisions({ zone: folder.zone, hostedZoneId, plan, recordsFile });
  check("move.json", decisionProblems(decisions, folder.zone));
  folder.saveDecisions(decisions);
}

function zoneProblems(zone: HostedZone, name: string): string[] {
  return [
    ...(zone.name === name ? [] : [`hosted zone ${zone.id} is ${zone.name}, not ${name}`]),
    ...(zone.isPrivate
      ? ["a private zone is seen from inside of networks only: it stays in Route 53"]
      : []),
  ];
}

function setProblems(
  zone: HostedZone,
  sets: readonly ListedSet[],
  before: Exported | undefined,
  acceptChange: boolean,
): string[] {
  const counted =
    sets.length === zone.count
      ? []
      : [
          `${sets.length} record sets were listed, and the zone says it has ${zone.count}: somebody edits it; stop that, and export again`,
        ];
  const churn =
    before && !acceptChange
      ? churnProblem("record sets", contentsOf(before.sets), contentsOf(sets))
      : undefined;
  return [...counted, ...(churn ? [churn] : [])];
}

function countedTypes(sets: readonly ListedSet[]): string {
  const counts = new Map<string, number>();
  for (const { Type, AliasTarget } of sets) {
    const type = AliasTarget ? `${Type} alias` : Type;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts]
    .sort()
    .map(([type, count]) => `${count} ${type}`)
    .join(", ");
}

/** The same thing is the same text, in whatever order its parts were given. */
function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The keys of all sets, each once. */
export function keysOf(sets: readonly ListedSet[]): string[] {
  return [
    ...new Set(sets.map(({ Name, Type }) => setKey({ name: plainListed(Name), type: Type }))),
  ];
}

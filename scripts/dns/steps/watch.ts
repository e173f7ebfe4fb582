import type { ZoneRecord } from "@groundplan/cloudflare/records";
import { convertZone } from "../convert/convert.ts";
import { certificateProblems } from "../gates/certificate.ts";
import { mailQuestions } from "../gates/mail.ts";
import { type Delegation, lookAtParent } from "../gates/parent.ts";
import type { Outcome, Step } from "../move/outcome.ts";
import { type Progress, setKey } from "../move/progress.ts";
import { shapeOf } from "../parity/compare.ts";
import { answersOf } from "../parity/expected.ts";
import { resolversOf } from "../parity/servers.ts";
import type { TargetZone } from "../target/cloudflare.ts";
import { type Move, type Taken, take } from "./step.ts";
import { targetOf } from "./target.ts";
import { visitProblem } from "./visits.ts";

/** Cloudflare looks at a delegation once an hour at most. */
const ACTIVATION_MS = 3_600_000;

/** Steps that are done anew after a rollback. */
const UNDONE: readonly Step[] = ["cutover", "watch", "proxy", "retire"];

/** Looks at the zone through the parent, through resolvers and through Cloudflare. */
export function watch(move: Move): Promise<Outcome> {
  return take(move, "watch", async (progress, now) => {
    const { zone } = move.folder;
    if (progress.place === "old") {
      const problem = `the registrar was not told yet: infra dns cutover ${zone}`;
      return { said: "there is nothing to watch", problems: [problem] };
    }
    const { problems, facts, changes } = await (progress.place === "to-old"
      ? lookAtOld(move)
      : lookAtNew(move, progress, now));
    if (problems.length === 0) return { facts, ...arrived(progress, zone, now) };
    const todo = [
      `infra dns watch ${zone} --wait 60`,
      `infra dns rollback ${zone}, if it does not get better`,
    ];
    return { said: "not everybody is there", problems, facts, todo, changes };
  });
}

type Look = Required<Pick<Taken, "problems" | "facts">> & Pick<Taken, "changes">;

/** Cloudflare is not asked: it may be the reason to go back. */
async function lookAtOld(move: Move): Promise<Look> {
  const { exported, decisions, zone } = move.folder;
  const wanted = exported.zone.nameServers;
  const parent = await lookAtParent(move.world.dns, decisions, zone);
  const { records } = convertZone(exported.sets, decisions);
  return {
    problems: [
      ...parentProblems(parent, wanted, zone),
      ...(await resolverProblems(move, wanted, records)),
    ],
    facts: factsOf(parent, wanted),
  };
}

async function lookAtNew(move: Move, progress: Progress, now: Date): Promise<Look> {
  const { exported, decisions, zone } = move.folder;
  const target = await targetOf(move);
  const parent = await lookAtParent(move.world.dns, decisions, zone);
  const { records } = convertZone(exported.sets, decisions);
  const delegated = parentProblems(parent, target.nameServers, zone);
  const asks = delegated.length === 0 && target.status === "pending" && isDue(progress, now);
  if (asks) await move.world.cloudflare.checkActivation(target.id);
  return {
    problems: [
      ...delegated,
      ...(await resolverProblems(move, target.nameServers, records)),
      ...(await cloudflareProblems(move, target, parent, records)),
      ...(await proxiedProblems(move, progress)),
    ],
    facts: [...factsOf(parent, target.nameServers), ["zone at Cloudflare", target.status]],
    changes: asks ? { askedActivationAt: now.toISOString() } : {},
  };
}

function factsOf({ seen }: Delegation, wanted: readonly string[]): (readonly [string, string])[] {
  return [
    ["wanted", [...wanted].sort().join(", ")],
    ...seen.map(({ by, nameServers }) => [`parent ${by}`, nameServers.join(", ")] as const),
  ];
}

/** Everybody is where they should be: what follows from it. */
function arrived(
  progress: Progress,
  zone: string,
  now: Date,
): Pick<Taken, "said" | "todo" | "changes"> {
  if (progress.place === "to-old") {
    const steps = Object.fromEntries(
      Object.entries(progress.steps).filter(([step]) => !UNDONE.includes(step as Step)),
    );
    return {
      said: "everybody is back at the old name servers",
      todo: [`find out why, then go on from infra dns parity ${zone}`],
      changes: { place: "old", steps, cutoverAt: undefined, movedAt: undefined },
    };
  }
  return {
    said: "everybody is at the new name servers",
    todo: [`infra dns proxy ${zone} <name>, one name after the other`, `infra dns retire ${zone}`],
    changes: { place: "new", movedAt: progress.movedAt ?? now.toISOString() },
  };
}

function parentProblems({ seen }: Delegation, wanted: readonly string[], zone: string): string[] {
  const names = [...wanted].sort().join(", ");
  return seen
    .filter(({ nameServers }) => nameServers.join(", ") !== names)
    .map(
      ({ by, nameServers }) =>
        `${by}, of the parent, names ${nameServers.join(", ") || "nobody"} for ${zone}`,
    );
}

/** What resolvers of the world say of the delegation and of what mail needs. */
async function resolverProblems(
  { world, folder }: Move,
  wanted: readonly string[],
  records: readonly ZoneRecord[],
): Promise<string[]> {
  const { zone, decisions } = folder;
  const names = [...wanted].sort().join(" | ");
  const mail = mailQuestions(records).filter((each) => !(setKey(each) in decisions.differences));
  const expected = [
    { question: { name: zone, type: "NS" }, says: names },
    ...mail.map((question) => ({
      question,
      says: answersOf(setKey(question), records),
    })),
  ];
  const problems = resolversOf(decisions).map(async (resolver) => {
    const looked = expected.map(async ({ question, says }) => {
      const answer = await world.dns.ask(resolver, question, { recursion: true });
      const said = shapeOf({ ...answer, authoritative: true, authority: [] }, question, zone);
      return said === says
        ? []
        : [`resolver ${resolver.name} says for ${setKey(question)}: "${said}", not "${says}"`];
    });
    return (await Promise.all(looked)).flat();
  });
  const settled = await Promise.allSettled(problems);
  return settled.flatMap((each) =>
    each.status === "fulfilled" ? each.value : [String(each.reason.message)],
  );
}

async function cloudflareProblems(
  { world, folder }: Move,
  target: TargetZone,
  parent: Delegation,
  records: readonly ZoneRecord[],
): Promise<string[]> {
  const { zone } = folder;
  const signing = await world.cloudflare.signing(target.id);
  const certificates = await world.cloudflare.certificates(target.id);
  return [
    ...(target.status === "active"
      ? []
      : [`the zone at Cloudflare is ${target.status}, not active`]),
    ...certificateProblems(zone, certificates, records),
    ...(parent.ds.length > 0 && signing !== "active"
      ? [
          `the parent has a DS, and Cloudflare's signing is ${signing}: resolvers that validate refuse the zone; remove the DS now`,
        ]
      : []),
  ];
}

async function proxiedProblems(move: Move, { proxied }: Progress): Promise<string[]> {
  const good = Object.entries(proxied).filter(([, { goodSince }]) => goodSince !== undefined);
  const problems = await Promise.all(good.map(([name]) => visitProblem(move, name)));
  return problems.filter((problem) => problem !== undefined);
}

function isDue({ askedActivationAt }: Progress, now: Date): boolean {
  return !askedActivationAt || now.getTime() - Date.parse(askedActivationAt) >= ACTIVATION_MS;
}

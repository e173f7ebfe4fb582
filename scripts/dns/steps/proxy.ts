import { needs } from "../../stepwise/progress.ts";
import { convertZone } from "../convert/convert.ts";
import { recordsFile } from "../convert/write.ts";
import { certificateProblems } from "../gates/certificate.ts";
import type { Outcome } from "../move/outcome.ts";
import type { Progress } from "../move/progress.ts";
import { type Move, type Taken, take } from "./step.ts";
import { targetOf } from "./target.ts";
import { visitProblem } from "./visits.ts";

/** What becomes of one name. */
export interface ProxyOptions {
  readonly name: string;
  /** Takes it back: DNS alone answers for it again. */
  readonly grey: boolean;
}

/** Puts one name behind Cloudflare: first in the records, then, when they are applied, seen by a visit. */
export function proxy(move: Move, { name, grey }: ProxyOptions): Promise<Outcome> {
  return take(move, "proxy", async (progress, now) => {
    const { decisions } = move.folder;
    if (grey) return takeBack(move, name, progress);
    const closed = [
      ...needs(progress, "watch"),
      ...(progress.place === "new" ? [] : ["the zone has not moved"]),
    ];
    if (closed.length > 0) return { said: "every name stays grey", problems: closed };
    if (decisions.proxied.includes(name)) return verify(move, name, progress, now);
    const problems = await problemsOf(move, name, progress);
    if (problems.length > 0) return { said: `${name} stays grey`, problems };
    write(move, [...decisions.proxied, name]);
    return {
      said: `${name} is proxied in ${decisions.recordsFile}`,
      todo: [
        `plan and apply the zone's stack`,
        `infra dns proxy ${move.folder.zone} ${name}, which visits it`,
      ],
      changes: { proxied: { ...progress.proxied, [name]: { since: now.toISOString() } } },
    };
  });
}

async function problemsOf(move: Move, name: string, progress: Progress): Promise<string[]> {
  const { world, folder } = move;
  const { decisions, exported } = folder;
  const [open] = Object.entries(progress.proxied).find(([, { goodSince }]) => !goodSince) ?? [];
  if (open) return [`${open} was not seen good yet: one name after the other`];
  const proxied = [...decisions.proxied, name];
  const { records, problems } = convertZone(exported.sets, { ...decisions, proxied });
  if (!records.some((record) => record.name === name && "proxied" in record)) {
    return [`${name} has no A, AAAA or CNAME record: nothing of it can be proxied`];
  }
  const target = await targetOf(move);
  const certificates = await world.cloudflare.certificates(target.id);
  return [...problems, ...certificateProblems(name, certificates, records)];
}

async function verify(move: Move, name: string, progress: Progress, now: Date): Promise<Taken> {
  const target = await targetOf(move);
  const standing = await move.world.cloudflare.records(target.id);
  const isGrey = standing.some(
    (record) => record.name === name && !record.proxied && ADDRESSES.includes(record.type),
  );
  const problem = isGrey
    ? `${name} is still grey at Cloudflare: apply the zone's stack`
    : await visitProblem(move, name);
  const zone = move.folder.zone;
  if (problem) {
    const todo = [
      `make it good, then infra dns proxy ${zone} ${name}`,
      `or take it back: infra dns proxy ${zone} ${name} --grey`,
    ];
    return { said: `${name} is not good`, problems: [problem], todo };
  }
  const known = progress.proxied[name] ?? { since: now.toISOString() };
  return {
    said: `visitors of ${name} get through`,
    todo: ["let it be for a while, then the next name"],
    changes: {
      proxied: {
        ...progress.proxied,
        [name]: { ...known, goodSince: known.goodSince ?? now.toISOString() },
      },
    },
  };
}

const ADDRESSES = ["A", "AAAA", "CNAME"];

function takeBack(move: Move, name: string, progress: Progress): Taken {
  const { decisions } = move.folder;
  if (!decisions.proxied.includes(name)) {
    return { said: "nothing was changed", problems: [`${name} is not among the proxied names`] };
  }
  write(
    move,
    decisions.proxied.filter((each) => each !== name),
  );
  const { [name]: _, ...others } = progress.proxied;
  return {
    said: `${name} is grey in ${decisions.recordsFile}`,
    todo: ["plan and apply the zone's stack: the origin's address is public from then on"],
    changes: { proxied: others },
  };
}

function write({ folder }: Move, proxied: readonly string[]): void {
  const decisions = { ...folder.decisions, proxied };
  const { records } = convertZone(folder.exported.sets, decisions);
  folder.write(decisions.recordsFile, recordsFile(folder.zone, records));
  folder.saveDecisions(decisions);
}

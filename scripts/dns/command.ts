import { join, resolve } from "node:path";
import { MoveRefused } from "../stepwise/refused.ts";
import type { Plan } from "./move/decisions.ts";
import { MoveFolder } from "./move/folder.ts";
import type { Outcome, Step } from "./move/outcome.ts";
import { zonePage } from "./report/page.ts";
import { convert } from "./steps/convert.ts";
import { cutover } from "./steps/cutover.ts";
import { dnssec } from "./steps/dnssec.ts";
import { type ExportOptions, exportZone } from "./steps/export.ts";
import { parity } from "./steps/parity.ts";
import { proxy } from "./steps/proxy.ts";
import { retire } from "./steps/retire.ts";
import { rollback } from "./steps/rollback.ts";
import type { Move } from "./steps/step.ts";
import { ttl } from "./steps/ttl.ts";
import { watch } from "./steps/watch.ts";
import type { World } from "./world.ts";

/** What people ask of a move. */
export interface Asked {
  readonly verb: Step;
  readonly zone: string;
  /** proxy: the name that goes behind Cloudflare. */
  readonly name?: string;
  /** proxy: takes the name back. @default false */
  readonly grey?: boolean;
  /** watch: minutes until which it looks again and again. @default one look */
  readonly waitMinutes?: number;
  /** The move's folder; from `base`. @default dns-moves/<zone> */
  readonly folder?: string;
  readonly hostedZoneId?: string;
  readonly plan?: string;
  /** export: where records are written; from `base`. */
  readonly records?: string;
  /** export, convert: much has changed, and it is meant. @default false */
  readonly acceptChange?: boolean;
  /** Where the person stands. */
  readonly base: string;
}

/** Between two looks at the world. */
const LOOK_MS = 30_000;

const TAKE: Readonly<Record<Step, (move: Move, asked: Asked) => Promise<Outcome>>> = {
  export: (move, asked) => exportZone(move, exportOptions(move, asked)),
  convert: (move, { acceptChange = false }) => convert(move, { acceptChange }),
  parity,
  ttl,
  dnssec,
  cutover,
  watch: (move, { waitMinutes = 0 }) => watchUntil(move, waitMinutes),
  proxy: (move, { name = "", grey = false }) => proxy(move, { name, grey }),
  rollback,
  retire,
};

/** Takes one step of a zone's move, and writes the report anew. */
export async function takeStep(world: World, asked: Asked): Promise<Outcome> {
  const folder = openFolder(asked);
  if (asked.verb !== "export") mustHaveBegun(folder, asked.base);
  const outcome = await TAKE[asked.verb]({ world, folder }, asked);
  folder.write("report.html", zonePage(folder.progress));
  return outcome;
}

/** Where a move lies. */
export function openFolder({
  folder,
  zone,
  base,
}: Pick<Asked, "folder" | "zone" | "base">): MoveFolder {
  return new MoveFolder(resolve(base, folder ?? join("dns-moves", zone)), zone);
}

/** @throws MoveRefused when the folder holds no move */
export function mustHaveBegun(folder: MoveFolder, base: string): void {
  if (folder.hasDecisions) return;
  throw new MoveRefused(
    `there is no move of ${folder.zone}`,
    [`${folder.path("move.json")} is not there`],
    `begin with infra dns export ${folder.zone} --hosted-zone Z... --plan pro, or say --folder; you are in ${base}`,
  );
}

async function watchUntil(move: Move, minutes: number): Promise<Outcome> {
  const { world } = move;
  const end = world.now().getTime() + minutes * 60_000;
  for (;;) {
    const outcome = await watch(move);
    if (outcome.holds || move.folder.progress.place === "old" || world.now().getTime() >= end) {
      return outcome;
    }
    world.talk(`${outcome.at} ${outcome.problems.length} in the way: ${outcome.problems[0]}`);
    await world.sleep(LOOK_MS);
  }
}

function exportOptions({ folder }: Move, asked: Asked): ExportOptions {
  const { hostedZoneId, plan, records, acceptChange = false, base } = asked;
  return {
    ...{ hostedZoneId, acceptChange },
    plan: plan as Plan | undefined,
    ...(records && { recordsFile: folder.shown(resolve(base, records), folder.root) }),
  };
}

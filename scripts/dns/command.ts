import { join, resolve } from "node:path";
import { MoveRefused } from "./errors.ts";
import type { Plan } from "./move/decisions.ts";
import { MoveFolder } from "./move/folder.ts";
import type { Outcome } from "./move/outcome.ts";
import { convert } from "./steps/convert.ts";
import { type ExportOptions, exportZone } from "./steps/export.ts";
import { parity } from "./steps/parity.ts";
import type { Move } from "./steps/step.ts";
import type { World } from "./world.ts";

/** What people ask of a move. */
export interface Asked {
  readonly verb: string;
  readonly zone: string;
  /** The name that goes behind Cloudflare. */
  readonly name?: string;
  /** The move's folder; from `base`. @default dns-moves/<zone> */
  readonly folder?: string;
  readonly hostedZoneId?: string;
  readonly plan?: string;
  /** Where records are written; from `base`. */
  readonly records?: string;
  readonly acceptChange: boolean;
  /** Where the person stands. */
  readonly base: string;
}

/** Each verb and what it does. */
export const VERBS: Readonly<Record<string, (move: Move, asked: Asked) => Promise<Outcome>>> = {
  export: (move, asked) => exportZone(move, exportOptions(move, asked)),
  convert: (move, { acceptChange }) => convert(move, { acceptChange }),
  parity: (move) => parity(move),
};

/** Takes one step of a zone's move. */
export async function takeStep(world: World, asked: Asked): Promise<Outcome> {
  const { verb, zone, base } = asked;
  const folder = new MoveFolder(folderOf(asked), zone);
  if (verb !== "export" && !folder.hasDecisions) {
    throw new MoveRefused(
      `there is no move of ${zone}`,
      [`${folder.path("move.json")} is not there`],
      `begin with infra dns export ${zone} --hosted-zone Z... --plan pro, or say --folder; you are in ${base}`,
    );
  }
  return VERBS[verb]!({ world, folder }, asked);
}

/** Where a move lies. */
export function folderOf({ folder, zone, base }: Pick<Asked, "folder" | "zone" | "base">): string {
  return resolve(base, folder ?? join("dns-moves", zone));
}

function exportOptions({ folder }: Move, asked: Asked): ExportOptions {
  const { hostedZoneId, plan, records, acceptChange, base } = asked;
  return {
    ...{ hostedZoneId, acceptChange },
    plan: plan as Plan | undefined,
    ...(records && { recordsFile: folder.shown(resolve(base, records), folder.root) }),
  };
}

import type { Owner } from "../owner.ts";
import { type Database, literal } from "./database.ts";

/**
 * How far the copy is: `tables` stand there and may hold some rows; `rows` by dump: they hold all,
 * without indexes; `copied`, by replication: it goes on by itself.
 */
export type Phase = "tables" | "rows" | "copied";

/** What a target says of itself; the source by its identity. */
export interface Marker extends Owner {
  readonly phase: Phase;
}

/** Reads whose a target is; nothing where no move has begun there. */
export async function readMarker(target: Database): Promise<Marker | undefined> {
  const [there] = await target.lines("select to_regclass('groundplan_move.state');");
  if (!there) return undefined;
  return (await target.rows<Marker>("select move, source, phase from groundplan_move.state"))[0];
}

/** The statements that write it: where it matters in one transaction with what it speaks of. */
export function markerSql({ move, source, phase }: Marker): string {
  const values = [move, source, phase].map(literal).join(", ");
  return `
    create schema if not exists groundplan_move;
    create table if not exists groundplan_move.state (
      only_row boolean primary key default true check (only_row), move text, source text, phase text);
    insert into groundplan_move.state (move, source, phase) values (${values})
      on conflict (only_row) do update set phase = excluded.phase;\n`;
}

/** Writes it in a transaction of its own. */
export async function writeMarker(target: Database, marker: Marker): Promise<void> {
  await target.lines(`set client_min_messages = warning; begin; ${markerSql(marker)} commit;`);
}

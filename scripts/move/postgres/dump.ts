import { existsSync, renameSync, rmSync } from "node:fs";
import { type Database, identifier } from "./database.ts";
import { type Marker, markerSql, type Phase, writeMarker } from "./marker.ts";
import { survey } from "./survey.ts";

/** What a copy by dump works with. */
export interface DumpCopy {
  readonly source: Database;
  readonly target: Database;
  readonly marker: Marker | undefined;
  readonly move: string;
  readonly identity: string;
  readonly jobs: number;
  /** Folder of the dump; it is whole when it is there. */
  readonly dump: string;
  readonly talk: (text: string) => void;
}

const RESTORE = ["--format", "directory", "--no-owner", "--no-privileges", "--exit-on-error"];

/** Owners and rights are the target's own; what replicates at the source does not at the target. */
export const DUMP = ["--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions"];

/** Dumps and restores, from the part on that is not done yet. */
export async function copyByDump(copy: DumpCopy): Promise<void> {
  const { target, move, identity, marker, talk } = copy;
  const done = async (phase: Phase) => writeMarker(target, { move, source: identity, phase });
  const phases: readonly Phase[] = ["tables", "rows", "copied"];
  const reached = marker ? phases.indexOf(marker.phase) : -1;
  // A dump that was made for another target, or thrown away, is never gone on with.
  if (reached < 0) rmSync(copy.dump, { recursive: true, force: true });
  if (reached < 1 && !existsSync(copy.dump)) {
    talk("dumping the source");
    await dump(copy);
  }
  if (reached < 0) {
    talk("making the tables");
    await makeTables(copy, { move, source: identity, phase: "tables" });
  } else if (reached === 0) {
    await emptied(target);
  }
  if (reached < 1) {
    talk("restoring rows");
    await restore(copy, "data", [], "restoring rows");
    await done("rows");
  }
  if (reached < 2) {
    talk("building indexes and constraints");
    // Some of them may stand from a run that was interrupted.
    const again = ["--clean", "--if-exists"];
    await restore(copy, "post-data", again, "building indexes and constraints");
    await done("copied");
  }
}

async function dump({ source, dump, jobs }: DumpCopy): Promise<void> {
  rmSync(`${dump}.partial`, { recursive: true, force: true });
  const args = ["--format", "directory", "--jobs", `${jobs}`, "--file", `${dump}.partial`, ...DUMP];
  await source.program("pg_dump", args, "dumping everything");
  renameSync(`${dump}.partial`, dump);
}

/** In one transaction with the marker: they stand whole, or not at all. */
async function makeTables({ source, target, dump }: DumpCopy, marker: Marker): Promise<void> {
  const args = [...RESTORE, "--section", "pre-data", "--file", "-", dump];
  const tables = await source.program("pg_restore", args, "reading the dump");
  await target.lines(
    `set client_min_messages = warning; begin; ${markerSql(marker)} ${tables}; commit;`,
  );
}

async function restore(
  { target, dump, jobs }: DumpCopy,
  section: string,
  args: readonly string[],
  work: string,
): Promise<void> {
  const into = ["--dbname", target.connection, "--jobs", `${jobs}`, "--section", section];
  await target.program("pg_restore", [...RESTORE, ...into, ...args, dump], work);
}

/**
 * Takes away rows that an interrupted restore has left. Nobody else's: the target is the move's until
 * cutover. Large objects stand with the tables, and are written over.
 */
async function emptied(target: Database): Promise<void> {
  const { tables } = await survey(target);
  const names = tables.map(({ schema, name }) => identifier(schema, name)).join(", ");
  if (names) await target.lines(`truncate ${names};`);
}

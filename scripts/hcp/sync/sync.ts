import { rmSync } from "node:fs";
import { join } from "node:path";
import { passingFolder } from "../../plan/passing.ts";
import { readsOf } from "../../plan/reads.ts";
import { readStacks, type Stack } from "../../stacks/manifest.ts";
import type { Project } from "../../stacks/project.ts";
import { selectStacks, UnknownNames } from "../../stacks/select.ts";
import { synthesize } from "../../stacks/synthesize.ts";
import { NoToken } from "../api/credentials.ts";
import { HcpError } from "../api/errors.ts";
import { Hcp, type HcpWorld } from "../api/hcp.ts";
import { workspaceOf } from "../workspace-of.ts";
import { type Change, type Comparison, compare } from "./changes.ts";
import { Performer } from "./perform.ts";
import { namesToRead, readStanding } from "./standing.ts";
import { readSettings, type WantedWorkspace, wantedOf } from "./wanted.ts";
import { rowOf } from "./words.ts";

/** What a sync is given. */
export interface SyncOptions extends HcpWorld {
  readonly project: Project;
  /** Environments, stacks or globs. */
  readonly names: readonly string[];
  /** Change nothing, only say what would be. */
  readonly dryRun: boolean;
}

/** What came of a sync. */
export interface SyncReport {
  /** What was made, or would be: workspace and words. */
  readonly changes: readonly { readonly workspace: string; readonly what: string }[];
  /** What stands and is wanted by nothing. It stays. */
  readonly superfluous: readonly string[];
  /** What is wrong, and what could not be made. */
  readonly problems: readonly string[];
}

/** Makes the workspaces of environments what they should be. Nothing is ever removed. */
export async function syncWorkspaces(options: SyncOptions): Promise<SyncReport> {
  const { project, env, talk, names } = options;
  const folder = passingFolder("groundplan-hcp-");
  const output = join(folder, "out");
  const hcp = new Hcp(options);
  try {
    await synthesize({ project, output, env, talk });
    const estate = readStacks(output);
    const { stacks, unknown } = selectStacks(estate, names);
    if (unknown.length > 0) throw new UnknownNames(unknown);
    const wanted = wantedOf(stacks, estate, readSettings(output));
    // What is wrong in the environments is corrected there, before anything is made.
    if (wanted.problems.length > 0)
      return { changes: [], superfluous: [], problems: wanted.problems };
    const reports: SyncReport[] = [];
    for (const group of byOrganization(wanted.workspaces)) {
      reports.push(await syncOrganization(group, estate, hcp, options));
    }
    return {
      changes: reports.flatMap(({ changes }) => changes),
      superfluous: reports.flatMap(({ superfluous }) => superfluous),
      problems: reports.flatMap(({ problems }) => problems),
    };
  } finally {
    hcp.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function byOrganization(wanted: readonly WantedWorkspace[]): WantedWorkspace[][] {
  const groups = new Map<string, WantedWorkspace[]>();
  for (const each of wanted) {
    const key = `${each.place.host}/${each.place.organization}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

async function syncOrganization(
  wanted: readonly WantedWorkspace[],
  estate: readonly Stack[],
  hcp: Hcp,
  { dryRun, talk }: SyncOptions,
): Promise<SyncReport> {
  const { host, organization } = wanted[0]!.place;
  const places = new Map(estate.map(({ id, template }) => [id, workspaceOf(template)]));
  const nameOf = (stack: string) => places.get(stack)?.workspace ?? stack;
  const readersOf = readersIn(estate, nameOf);
  try {
    const client = hcp.client(host);
    const read = () => readStanding(client, organization, namesToRead(wanted, nameOf));
    const standing = await read();
    const before = compare({ wanted, standing, nameOf, readersOf });
    if (dryRun || before.changes.length === 0) return reportOf(before, before.changes, []);
    const done: Change[] = [];
    const failed = await new Performer(client, organization, standing).all(
      before.changes,
      (change) => {
        done.push(change);
        talk(rowOf(change).filter(Boolean).join(": "));
      },
    );
    // What was made is read back: what a server takes is not always what it was given.
    const after = compare({ wanted, standing: await read(), nameOf, readersOf });
    const untaken = failed.length > 0 ? [] : after.changes.map(untakenWords);
    return reportOf(after, done, [...failed, ...untaken]);
  } catch (error) {
    if (!(error instanceof HcpError || error instanceof NoToken)) throw error;
    return { changes: [], superfluous: [], problems: [error.message] };
  }
}

/** Who reads the state in each workspace of the estate. */
function readersIn(
  estate: readonly Stack[],
  nameOf: (stack: string) => string,
): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const { id, template } of estate) if (workspaceOf(template)) readers.set(nameOf(id), []);
  for (const stack of estate) {
    for (const { producer } of readsOf(stack, estate)) {
      readers.get(nameOf(producer))?.push(nameOf(stack.id));
    }
  }
  return readers;
}

function untakenWords(change: Change): string {
  const [workspace, what] = rowOf(change);
  return `${workspace}: ${what}: it was accepted and is not so; look at the workspace's settings and the rights of the token`;
}

function reportOf(
  { superfluous, problems }: Comparison,
  changes: readonly Change[],
  failed: readonly string[],
): SyncReport {
  return {
    changes: changes.map((change) => {
      const [workspace, what] = rowOf(change);
      return { workspace, what };
    }),
    superfluous,
    problems: [...failed, ...problems],
  };
}

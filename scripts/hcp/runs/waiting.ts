import { rmSync } from "node:fs";
import { join } from "node:path";
import { passingFolder } from "../../plan/passing.ts";
import { readStacks } from "../../stacks/manifest.ts";
import type { Project } from "../../stacks/project.ts";
import { selectStacks, UnknownNames } from "../../stacks/select.ts";
import { synthesize } from "../../stacks/synthesize.ts";
import { NoToken } from "../api/credentials.ts";
import { HcpError } from "../api/errors.ts";
import { Hcp, type HcpWorld } from "../api/hcp.ts";
import type { Run } from "../api/types.ts";
import { elsewhereProblems } from "../sync/wanted.ts";
import { pageOf, workspaceOf } from "../workspace-of.ts";
import { standingOf, wordsOfStatus } from "./status.ts";
import { lockOf, readWorkspace } from "./turn.ts";

/** A run that has not ended, or a lock that somebody holds. */
export interface Waiting {
  readonly stack: string;
  /** Id of the run; `lock` for a lock that is nobody's run. */
  readonly run: string;
  readonly status: string;
  readonly since?: string;
  /** What it says of itself. */
  readonly message: string;
  readonly page: string;
}

/** What there is to see, and what could not be seen. */
export interface WaitingReport {
  readonly waiting: readonly Waiting[];
  readonly problems: readonly string[];
}

/** Lists what waits or works in the workspaces of environments. */
export async function listRuns(
  options: HcpWorld & { readonly project: Project; readonly names: readonly string[] },
): Promise<WaitingReport> {
  const { project, env, talk, names } = options;
  const folder = passingFolder("groundplan-hcp-");
  const output = join(folder, "out");
  const hcp = new Hcp(options);
  try {
    await synthesize({ project, output, env, talk });
    const { stacks, unknown } = selectStacks(readStacks(output), names);
    if (unknown.length > 0) throw new UnknownNames(unknown);
    const waiting: Waiting[] = [];
    const problems = elsewhereProblems(
      stacks.filter(({ template }) => !workspaceOf(template)),
      "see",
    );
    for (const { id, template } of stacks) {
      const place = workspaceOf(template);
      if (!place) continue;
      try {
        waiting.push(...(await waitingIn(hcp, id, place)));
      } catch (error) {
        if (!(error instanceof HcpError || error instanceof NoToken)) throw error;
        problems.push(error.message);
      }
    }
    return { waiting, problems: [...new Set(problems)] };
  } finally {
    hcp.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function waitingIn(
  hcp: Hcp,
  stack: string,
  place: NonNullable<ReturnType<typeof workspaceOf>>,
): Promise<Waiting[]> {
  const client = hcp.client(place.host);
  const workspace = await readWorkspace(client, place);
  const runs = await client.list<Run>(
    `workspaces/${workspace.id}/runs?filter[status_group]=non_final`,
    `list the runs of workspace ${place.workspace}`,
  );
  const lock = await lockOf(client, workspace);
  return [
    ...(lock ? [{ stack, run: "lock", status: "locked", message: lock, page: pageOf(place) }] : []),
    ...runs
      .filter((run) => standingOf(run) !== "ended")
      .map((run) => ({
        stack,
        run: run.id,
        status:
          standingOf(run) === "waits for confirmation"
            ? "waits for confirmation"
            : wordsOfStatus(run.attributes.status),
        since: run.attributes["created-at"],
        message: run.attributes.message,
        page: pageOf(place, "runs", run.id),
      })),
  ];
}

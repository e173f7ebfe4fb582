import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { Person, Run, Workspace } from "../api/types.ts";
import { pageOf, type WorkspacePlace } from "../workspace-of.ts";
import { standingOf, wordsOfStatus } from "./status.ts";

/** Somebody else has the workspace, and it is theirs to give it back. */
export class WorkspaceInUse extends Error {
  constructor(place: WorkspacePlace, words: string) {
    super(`workspace ${place.workspace} is in use: ${words}`);
    this.name = "WorkspaceInUse";
  }
}

/** What is looked at before a run may be made, and while it waits. */
export interface TurnOptions {
  readonly client: HcpClient;
  readonly place: WorkspacePlace;
  readonly say: (text: string) => void;
}

/**
 * Finds out who is before us in a workspace. A run that waits there because a run trigger has made
 * it gives way at once.
 *
 * @param own the run that is ours, once there is one
 * @returns a run of somebody else's that is under way: it will give way by itself
 * @throws WorkspaceInUse when a person, or a run that waits for one, must act first
 */
export async function whoIsBefore(
  { client, place, say }: TurnOptions,
  own?: string,
): Promise<Run | undefined> {
  const workspace = await readWorkspace(client, place);
  const { relationships } = workspace;
  const current = relationships?.["current-run"]?.data?.id;
  if (current && current !== own) {
    const run = await client.get<Run>(`runs/${current}`, `read ${current}`);
    const standing = standingOf(run);
    if (standing === "under way") return run;
    if (isTriggered(run)) {
      await discard(run, { client, say });
      return whoIsBefore({ client, place, say }, own);
    }
    if (standing !== "ended") throw new WorkspaceInUse(place, waits(run, standing, place));
  }
  const lock = await lockOf(client, workspace);
  if (!lock) return undefined;
  const cure = `it is unlocked at ${pageOf(place)}, by them, then run the same command again`;
  throw new WorkspaceInUse(place, `${lock}; ${cure}`);
}

/** Whether a run trigger has made it, when a producer was applied, and it can be discarded. */
function isTriggered({ attributes: { source, actions } }: Run): boolean {
  return source === "tfe-run-trigger" && actions["is-discardable"];
}

/** A triggered run has an older configuration: an apply plans the same and more. */
async function discard(
  { id }: Run,
  { client, say }: Pick<TurnOptions, "client" | "say">,
): Promise<void> {
  await client.post(`runs/${id}/actions/discard`, `discard ${id}`, {
    comment: "infra apply plans the same with the present configuration",
  });
  say(`discarded ${id}, which a run trigger had made: this apply plans the same and more`);
}

/** The workspace of a stack. */
export async function readWorkspace(
  client: HcpClient,
  { organization, workspace }: WorkspacePlace,
): Promise<Workspace> {
  return client.get<Workspace>(
    `organizations/${encodeURIComponent(organization)}/workspaces/${encodeURIComponent(workspace)}`,
    `read workspace ${workspace} of organization ${organization}`,
  );
}

function waits(run: Run, standing: string, place: WorkspacePlace): string {
  const { message, "created-at": since } = run.attributes;
  return `${run.id} (${message || "without a message"}) ${standing} since ${since}; confirm or discard it at ${pageOf(place, "runs", run.id)}, then run the same command again`;
}

/** Who has locked a workspace, where it is not a run that works in it. */
export async function lockOf(
  client: HcpClient,
  { attributes, relationships }: Workspace,
): Promise<string | undefined> {
  const who = relationships?.["locked-by"]?.data;
  if (!attributes.locked || who?.type === "runs") return undefined;
  const name = who ? await nameOf(client, who) : "somebody";
  const reason = attributes["locked-reason"] ? `, ${attributes["locked-reason"]}` : "";
  return `${name} has locked it${reason}`;
}

async function nameOf(client: HcpClient, who: { id: string; type: string }): Promise<string> {
  const kind = who.type.replace(/s$/, "");
  try {
    const { attributes } = await client.get<Person>(
      `${who.type}/${who.id}`,
      `read ${kind} ${who.id}`,
    );
    return `${kind} ${attributes.username ?? attributes.name ?? who.id}`;
  } catch (error) {
    if (error instanceof HcpError && error.refusal !== "lost") return `${kind} ${who.id}`;
    throw error;
  }
}

/** Says once who we wait for, and gives up when somebody must act. */
export class Turn {
  readonly #options: TurnOptions;
  #said: string | undefined;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Looks who is before our run. */
  async look(own: string): Promise<void> {
    const before = await whoIsBefore(this.#options, own);
    if (!before || before.id === this.#said) return;
    this.#said = before.id;
    this.#options.say(`waits for ${before.id}, which ${wordsOfStatus(before.attributes.status)}`);
  }
}

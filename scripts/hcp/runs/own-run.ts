import type { Run } from "../api/types.ts";
import type { RemoteApplyOptions } from "./remote-apply.ts";
import { standingOf, wordsOfStatus } from "./status.ts";
import { readWorkspace, whoIsBefore } from "./turn.ts";
import { createRun } from "./upload.ts";

/** What a run of ours says of itself, so that it is found again. */
export function messageOf({ stack, reviewed }: RemoteApplyOptions): string {
  return `infra apply ${stack.id}, reviewed as ${reviewed.slice(0, 12)}`;
}

/** A run for the same review that was made before and has not ended. */
export async function leftBehind(options: RemoteApplyOptions): Promise<Run | undefined> {
  const { client, place } = options.seat;
  if (options.reviewed === "") return undefined;
  const { relationships } = await readWorkspace(client, place);
  const id = relationships?.["current-run"]?.data?.id;
  const run = id && (await client.get<Run>(`runs/${id}`, `read ${id}`));
  if (!run || run.attributes.message !== messageOf(options)) return undefined;
  if (standingOf(run) === "ended") return undefined;
  options.say(`takes up ${run.id}, which an earlier apply has left`);
  return run;
}

/** Makes a run that plans and then waits for us, when it is our turn. */
export async function begin(options: RemoteApplyOptions): Promise<Run> {
  const { seat, stack, say, mode } = options;
  const before = await whoIsBefore({ ...seat, say });
  if (before) say(`${before.id} ${wordsOfStatus(before.attributes.status)}, and goes first`);
  say("uploads its configuration");
  const { folder } = stack;
  return createRun({ ...seat, folder, message: messageOf(options), speculative: false, mode });
}

import { sentenceOf } from "../../stepwise/refused.ts";
import type { World } from "../world.ts";
import { emptyIndex } from "./carried.ts";
import { type Cluster, loginOf } from "./cluster.ts";
import { at, type Index, indexOf, refresh } from "./indexes.ts";
import type { SearchPlan } from "./plan.ts";

/** What a copy by reindex works with. */
export interface IndexCopy {
  readonly target: Cluster;
  readonly plan: SearchPlan;
  readonly world: World;
}

/** What a copy has done. */
export interface Brought {
  readonly documents: number;
  /** How often the target forgot what it was doing. */
  readonly lost: number;
}

/** Between two looks at a task. */
const LOOK_MS = 2_000;

/** A target that is restarted again and again gets no further. */
const MOST_LOST = 5;

/** Makes all indexes first: what the target cannot take shows before any document moves. */
export async function makeIndexes(
  { target }: IndexCopy,
  indexes: readonly Index[],
): Promise<string[]> {
  const refused: string[] = [];
  for (const index of indexes) {
    if (await indexOf(target, index.name)) continue;
    const question = {
      doing: `making ${index.name}`,
      method: "PUT",
      body: emptyIndex(index),
    } as const;
    // What it does not know of the mapping is a bad request, told with the others.
    await target.must(at(index.name), question).catch((error) => refused.push(sentenceOf(error)));
  }
  return refused;
}

/** Has the target read an index from the source: what is newer there, or not here. */
export async function bring(copy: IndexCopy, index: Index): Promise<Brought> {
  const { target, world } = copy;
  let lost = 0;
  for (;;) {
    // A run that was killed leaves its task at work.
    const task = (await runningTask(target, index.name)) ?? (await begin(copy, index.name));
    const ended = typeof task === "string" ? await endOf(copy, index.name, task) : task;
    if (ended) {
      const failures = failuresOf(ended);
      if (failures.length > 0) throw target.refused(`reindexing ${index.name}`, failures);
      await found(target, index);
      return { documents: ended.created + ended.updated, lost };
    }
    lost++;
    world.talk(`the target forgot the reindex of ${index.name}; it begins again`);
    if (lost >= MOST_LOST) {
      throw target.refused(`reindexing ${index.name}`, [`its task was lost ${lost} times`]);
    }
  }
}

/** How a reindex ended. */
interface Ended {
  readonly created: number;
  readonly updated: number;
  readonly error?: { readonly type: string; readonly reason: string };
  readonly failures?: readonly Failure[];
}

interface Failure {
  readonly id?: string;
  readonly cause?: { readonly type: string; readonly reason: string };
}

/**
 * Begins to reindex; gives the task. AWS may not read that nobody waits for the end, as that stands after the
 * question mark of a signed POST: then it answers at the end, or too late, and the task is looked for.
 */
async function begin(copy: IndexCopy, index: string): Promise<string | Ended> {
  const { target } = copy;
  const question = { doing: `beginning to reindex ${index}`, method: "POST" } as const;
  const path = "/_reindex?wait_for_completion=false";
  try {
    const body = requestOf(copy, index);
    const answer = await target.must<{ task: string } | Ended>(path, { ...question, body });
    return "task" in answer ? answer.task : answer;
  } catch (error) {
    const task = await runningTask(target, index);
    if (task === undefined) throw error;
    return task;
  }
}

/** Versions are those of the source: what is as new already counts as a conflict, and is left. */
function requestOf({ plan, world }: IndexCopy, index: string): object {
  const { source, sourceSeenByTarget: seen = source, batch = 1000 } = plan;
  const { protocol, hostname, port } = new URL(seen.url);
  // The port stands there whatever it is: AWS wants to read 443.
  const host = `${protocol}//${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  const remote = { host, ...loginOf(seen, world.env), ...(seen.region && { region: seen.region }) };
  return {
    conflicts: "proceed",
    source: { remote, index, size: batch },
    dest: { index, version_type: "external" },
  };
}

interface Tasks {
  readonly nodes?: Record<
    string,
    { readonly tasks: Record<string, { readonly description?: string }> }
  >;
}

/** The task that reindexes an index; nothing where there is none. */
export async function runningTask(target: Cluster, index: string): Promise<string | undefined> {
  const path = "/_tasks?actions=*reindex&detailed=true";
  const { nodes = {} } = await target.must<Tasks>(path, { doing: "looking for its tasks" });
  const tasks = Object.values(nodes).flatMap((node) => Object.entries(node.tasks));
  return tasks.find(([, { description = "" }]) => description.includes(` to [${index}]`))?.[0];
}

interface Task extends Pick<Ended, "error"> {
  readonly completed: boolean;
  readonly task: { readonly status: { total: number; created: number; updated: number } };
  readonly response?: Pick<Ended, "failures">;
}

/** Waits until a task has ended; nothing where the target does not know of it any more. */
async function endOf(
  { target, world }: IndexCopy,
  index: string,
  task: string,
): Promise<Ended | undefined> {
  for (;;) {
    const doing = `looking at the reindex of ${index}`;
    const now = await target.ask<Task>(`/_tasks/${task}`, { doing });
    if (!now) return undefined;
    const { total, created, updated } = now.task.status;
    const { error, response } = now;
    if (now.completed) return { created, updated, ...response, ...(error && { error }) };
    world.talk(`${index}: ${created + updated} of ${total} documents`);
    await world.sleep(LOOK_MS);
  }
}

/** Most failures that are told; they are alike. */
const MOST = 5;

function failuresOf({ error, failures = [] }: Ended): string[] {
  const said = failures.map(({ id, cause }) => `document ${id}: ${cause?.type}: ${cause?.reason}`);
  return [...(error ? [`${error.type}: ${error.reason}`] : []), ...said].slice(0, MOST);
}

/** From now on what is written is found as soon as at the source. */
async function found(target: Cluster, { name, settings }: Index): Promise<void> {
  const body = { index: { refresh_interval: settings["refresh_interval"] ?? null } };
  const doing = `setting ${name} to be refreshed`;
  await target.must(at(name, "/_settings"), { doing, method: "PUT", body });
  await refresh(target, name);
}

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { moveState } from "../state/move.ts";
import { backendOf, localBackend, StatePlace, StateTaken } from "../state/place.ts";
import { readSnapshot, type Snapshot } from "../state/snapshot.ts";
import { AlreadyBootstrapped, BucketSilent, StateMissing } from "./errors.ts";
import { findableIn, recover } from "./recover.ts";
import { type Found, situationOf } from "./situation.ts";
import { applyChanges, type Job, type StackOutcome } from "./work.ts";

/** A new bucket may take a while to be seen. */
const TRIES = 20;
const BETWEEN_TRIES_MS = 3000;

/** Makes the state bucket and moves its own state into it, or goes on from where that was left. */
export async function bootstrapState(job: Job): Promise<StackOutcome> {
  const { place, folder, setting, environment } = job;
  const { stack } = place;
  const home = new StatePlace(
    join(folder, "remote"),
    backendOf(stack.template, stack.folder),
    setting,
  );
  try {
    const found = await lookAround(job, home);
    switch (situationOf(found)) {
      case "taken":
        throw new AlreadyBootstrapped(environment, home.name, found.local, place.localState);
      case "lost":
        return await startAnew(job, home);
      case "make":
        return await make(job, home);
      case "settle":
        return await settle(job);
      case "keep":
        return await keep(job);
    }
  } finally {
    home.close();
  }
}

/** What lies where. Fails here when the credentials are none or another account's. */
async function lookAround({ place }: Job, home: StatePlace): Promise<Found> {
  place.checkLeftOver();
  const local = readLocal(place.localState);
  const bucket = await home.open();
  return { bucket, local, remote: bucket ? await home.pull() : undefined };
}

async function startAnew(job: Job, home: StatePlace): Promise<StackOutcome> {
  const { place, environment, dryRun } = job;
  if (!job.recover) throw new StateMissing(environment, home.name);
  const wanted = findableIn(place.stack.template).map(({ id }) => id);
  if (dryRun) {
    const notes = [`would look for ${wanted.join(", ")} and take what stands into a new state`];
    return { stack: place.stack.id, changes: [], where: "remote", refused: false, notes };
  }
  await place.prepare("local");
  const found = await recover(place);
  return make(job, home, [`taken into a new state: ${found.join(", ")}`]);
}

/** The state had moved and was proved equal or newer: only its copy is left over. */
async function settle(job: Job): Promise<StackOutcome> {
  if (job.dryRun) return keep(job, ["its state has moved; a local copy is left over"]);
  forgetLocal(job);
  return keep(job, ["its state had moved; the local copy was removed"]);
}

/** Applies with a local state, which then moves. What stands already is left as it is. */
async function make(
  job: Job,
  home: StatePlace,
  notes: readonly string[] = [],
): Promise<StackOutcome> {
  const { place, dryRun } = job;
  await place.prepare("local");
  const made = await applyOrYield(job, home, notes);
  if (dryRun || made.refused) {
    if (!existsSync(place.localState)) place.clear();
    return made;
  }
  await moveHome(job, home);
  const after = await keep(job);
  return { ...after, changes: [...made.changes, ...after.changes], notes };
}

/** A bucket that cannot be made may have been made by somebody else. */
async function applyOrYield(
  job: Job,
  home: StatePlace,
  notes: readonly string[],
): Promise<StackOutcome> {
  try {
    return await applyChanges(job, "local", notes);
  } catch (error) {
    const theirs = (await home.open()) ? await home.pull() : undefined;
    const own = readLocal(job.place.localState);
    if (!theirs || theirs.lineage === own?.lineage) throw error;
    throw new AlreadyBootstrapped(job.environment, home.name, own, job.place.localState);
  }
}

async function moveHome(job: Job, home: StatePlace): Promise<void> {
  const { place, folder, setting, talk, environment } = job;
  await answering(home, place.localState);
  talk(`${place.stack.id}: moving its state to ${home.name}`);
  const here = new StatePlace(join(folder, "local"), localBackend(place.localState), setting);
  try {
    await moveState(here, home);
  } catch (error) {
    if (!(error instanceof StateTaken)) throw error;
    const local = readLocal(place.localState);
    throw new AlreadyBootstrapped(environment, home.name, local, place.localState);
  } finally {
    here.close();
  }
  // Only now: what lies there was read back and is the same.
  forgetLocal(job);
}

async function answering(home: StatePlace, file: string): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    if (await home.open()) return;
    await sleep(BETWEEN_TRIES_MS);
  }
  throw new BucketSilent(home.name, file);
}

/** Applies what has changed, with the state where it belongs. */
async function keep(job: Job, notes: readonly string[] = []): Promise<StackOutcome> {
  const { place } = job;
  try {
    await place.prepare("remote");
    return await applyChanges(job, "remote", notes);
  } finally {
    if (!existsSync(place.localState)) place.clear();
  }
}

function forgetLocal({ place }: Job): void {
  rmSync(place.localState, { force: true });
  rmSync(`${place.localState}.backup`, { force: true });
}

function readLocal(file: string): Snapshot | undefined {
  return existsSync(file) ? readSnapshot(readFileSync(file, "utf8"), file) : undefined;
}

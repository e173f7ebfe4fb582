import { MoveRefused } from "../stepwise/refused.ts";
import type { World } from "./world.ts";

/** Who works at a target, as it stands there. */
export interface Holder {
  readonly move: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601, by the holder's clock. */
  readonly since: string;
}

/** Where a target keeps who works at it. */
export interface Lock {
  /** What is locked: `s3://acme-media`. */
  readonly where: string;
  /** How people take away the lock of a run that is gone. */
  readonly removal: string;
  /** Writes it where there is none; false where there is. */
  readonly take: (us: Holder) => Promise<boolean>;
  /** Reads it; nothing where there is none. */
  readonly read: () => Promise<Holder | undefined>;
  readonly remove: () => Promise<unknown>;
}

/**
 * Does work while nobody else moves into what is locked.
 *
 * @throws MoveRefused when another run does
 */
export async function whileLocked<T>(
  lock: Lock,
  move: string,
  world: World,
  work: () => Promise<T>,
): Promise<T> {
  while (!(await lock.take(ourselves(move, world)))) {
    const holder = await lock.read();
    if (holder && !isGone(holder, world)) throw busy(lock, holder);
    if (holder) await lock.remove();
  }
  return whileHeld(work, lock.remove);
}

/** This run, as others will read of it. */
function ourselves(move: string, { machine, now }: World): Holder {
  return { move, host: machine.host, pid: machine.pid, since: now().toISOString() };
}

/** True when the holder ran on this very machine and runs no more: it was killed, and left its lock. */
function isGone({ host, pid }: Holder, { machine }: World): boolean {
  return host === machine.host && !machine.isRunning(pid);
}

/** Does work, and lets go of what is held meanwhile; what went wrong with the work is told first. */
async function whileHeld<T>(work: () => Promise<T>, letGo: () => Promise<unknown>): Promise<T> {
  let done: T;
  try {
    done = await work();
  } catch (error) {
    await letGo().catch(() => {});
    throw error;
  }
  await letGo();
  return done;
}

/** Another run is at work. */
function busy({ where, removal }: Lock, { move, host, pid, since }: Holder) {
  return new MoveRefused(
    `another run is at work in ${where}`,
    [`process ${pid} on ${host}, of the move ${move}, since ${since}`],
    `wait until it has ended; where that process is gone: ${removal}`,
  );
}

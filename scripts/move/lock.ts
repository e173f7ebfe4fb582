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

/** This run, as others will read of it. */
export function ourselves(move: string, { machine, now }: World): Holder {
  return { move, host: machine.host, pid: machine.pid, since: now().toISOString() };
}

/** True when the holder ran on this very machine and runs no more: it was killed, and left its lock. */
export function isGone({ host, pid }: Holder, { machine }: World): boolean {
  return host === machine.host && !machine.isRunning(pid);
}

/** Does work, and lets go of what is held meanwhile; what went wrong with the work is told first. */
export async function whileHeld<T>(
  work: () => Promise<T>,
  letGo: () => Promise<unknown>,
): Promise<T> {
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

/**
 * Another run is at work.
 *
 * @param where what is locked: `s3://acme-media`
 * @param removal how people take away the lock of a run that is gone
 */
export function busy(where: string, { move, host, pid, since }: Holder, removal: string) {
  return new MoveRefused(
    `another run is at work in ${where}`,
    [`process ${pid} on ${host}, of the move ${move}, since ${since}`],
    `wait until it has ended; where that process is gone: ${removal}`,
  );
}

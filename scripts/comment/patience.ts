import { ForgeRefusal } from "./forge.ts";

/** How waiting is done and told. */
export interface Patience {
  readonly talk: (text: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Most rounds of trying. */
export const ROUNDS = 8;

/** Longest wait that a job is kept for. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** Longest wait between two tries that nobody asked for. */
const LONGEST_BACKOFF_MS = 60_000;

/** True for a refusal that may pass by itself. */
export function mayPass(error: unknown): error is ForgeRefusal {
  return error instanceof ForgeRefusal && (error.kind === "wait" || error.kind === "trouble");
}

/** Waits as long as the forge asks, or longer from round to round; gives up by throwing the refusal. */
export async function waitOut(error: ForgeRefusal, round: number, world: Patience): Promise<void> {
  const ms = error.waitMs ?? Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** round);
  if (ms > LONGEST_WAIT_MS || round >= ROUNDS) throw error;
  world.talk(`infra: ${error.message}; looking again in ${Math.ceil(ms / 1000)} s`);
  await world.sleep(ms);
}

/** Reads, and reads again where the forge asks to wait or is in trouble. Never for writes. */
export async function patiently<R>(world: Patience, read: () => Promise<R>): Promise<R> {
  for (let round = 1; ; round++) {
    try {
      return await read();
    } catch (error) {
      if (!mayPass(error)) throw error;
      await waitOut(error, round, world);
    }
  }
}

import { MoveRefused } from "../stepwise/refused.ts";

/** By what somebody said, what to do about it; the first that fits. */
export type Cures = readonly (readonly [said: RegExp, cure: string])[];

/** Most lines of what was said that are told. */
const MOST = 10;

/** What was refused, in the words of who refused it, and with a cure. */
export function refusedWith(cures: Cures, doing: string, said: readonly string[]): MoveRefused {
  const cure = cures.find(([pattern]) => pattern.test(said.join()))?.[1];
  return new MoveRefused(
    `${doing} failed`,
    said.length > 0 ? [...new Set(said)].slice(0, MOST) : ["nothing was said"],
    cure ?? "nothing of it is lost: set right what it says, then run the same command again",
  );
}

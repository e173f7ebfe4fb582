import { MoveRefused } from "../stepwise/refused.ts";
import type { World } from "./world.ts";

/** Those of the variables that are set: all that a program is given of ours. */
export function keptOf(env: World["env"], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/**
 * The secret in a variable that somebody named.
 *
 * @throws MoveRefused where there is none: `what` is missing, and the cure
 */
export function secretIn(env: World["env"], variable: string, what: string, cure: string): string {
  const secret = env[variable];
  if (secret) return secret;
  throw new MoveRefused(`${what} is missing`, [`${variable} is not set`], cure);
}

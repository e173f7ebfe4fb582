import type { Json } from "../../stacks/template.ts";
import type { Fact } from "./facts.ts";
import { STATEFUL } from "./types.ts";

/** What is lost with a thing, and what decides whether it can be undone. */
export interface Stake {
  /** `database`, `files`, `key` */
  readonly kind: string;
  readonly facts: readonly Fact[];
}

/**
 * What is at stake when a thing goes; nothing for types that hold nothing.
 *
 * @param values as the state has them now: those decide, not the new ones
 * @param forgotten whether it stays where it is: then nothing is lost that could be undone
 */
export function stakeOf(type: string, values: unknown, forgotten = false): Stake | undefined {
  const known = Object.hasOwn(STATEFUL, type) ? STATEFUL[type] : undefined;
  if (!known) return undefined;
  const now: Json = typeof values === "object" && values !== null ? (values as Json) : {};
  if (forgotten) return { kind: known.kind, facts: [] };
  const facts = known.facts.map((rule) => rule(now)).filter((fact) => fact !== undefined);
  return { kind: known.kind, facts: facts.map(({ amount: _, ...fact }) => fact) };
}

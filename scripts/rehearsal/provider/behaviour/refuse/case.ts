import type { Fields } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import type { Clouds, Thing } from "../../store/store.ts";
import type { Connection } from "../connection.ts";

/** One change, as the cloud looks at it. */
export interface Case {
  readonly type: string;
  readonly connection: Connection;
  /** Account and region, or project. */
  readonly scope: string;
  /** What is to be; nothing when it is to go. */
  readonly planned: Fields | undefined;
  /** What stands. */
  readonly before: Thing | undefined;
  readonly clouds: Clouds;
  /** Ids that no thing of ours has but that exist: a data source or an import told of them. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Everything of a type, in all clouds that take part. */
export function* everything(clouds: Clouds, type: string): Iterable<Thing> {
  for (const store of clouds.all) yield* store.ofType(type);
}

/** Whatever of a type has a text at a path, in all clouds that take part. */
export function* having(clouds: Clouds, type: string, path: string, text: string): Iterable<Thing> {
  for (const store of clouds.all) yield* store.having(type, path, text);
}

/** True where there is nothing. */
export function isNone(things: Iterable<Thing>): boolean {
  for (const _thing of things) return false;
  return true;
}

/** The others of a type that have a text at a path. */
export function others(
  { clouds, before }: Case,
  type: string,
  path: string,
  text: string,
): Thing[] {
  return [...having(clouds, type, path, text)].filter(({ handle }) => handle !== before?.handle);
}

/** An attribute as text; "" where it is none. */
export function text(object: Fields | undefined, name: string): string {
  const value = object?.[name];
  return typeof value === "string" ? value : "";
}

/** What to do about a reference to what is not in any cloud here. */
export function nowhere({ connection: { stack } }: Case, id: string): string {
  const file = `environments/${stack.split("-")[0]}/existing.json`;
  return `If it exists outside of what is rehearsed, say so in ${file}: {"${id}": "<what it is>"}.`;
}

/**
 * The cloud refuses, in its own words.
 *
 * @param cure what else there is to know, and to do. Default: nothing
 */
export function refused(call: string, code: string, message: string, cure?: string): Refusal {
  const refusal = "The rehearsal cloud refused it; nothing of this thing was changed.";
  return new Refusal(`${call}: ${code}: ${message}`, cure ? `${refusal} ${cure}` : refusal);
}

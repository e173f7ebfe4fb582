import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
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

/** The others of a type. */
export function others({ clouds, before }: Case, type: string): Thing[] {
  return [...everything(clouds, type)].filter(({ handle }) => handle !== before?.handle);
}

/** Every text at a path; lists on the way are walked through: `network_configuration.subnets`. */
export function textsAt(value: Value | undefined, path: string): string[] {
  if (isList(value)) return value.flatMap((item) => textsAt(item, path));
  if (path === "") return typeof value === "string" ? [value] : [];
  const [step = "", ...rest] = path.split(".");
  return isFields(value) ? textsAt(value[step], rest.join(".")) : [];
}

/** An attribute as text; "" where it is none. */
export function text(object: Fields | undefined, name: string): string {
  const value = object?.[name];
  return typeof value === "string" ? value : "";
}

/** The cloud refuses, in its own words. */
export function refused(call: string, code: string, message: string): Refusal {
  return new Refusal(
    `${call}: ${code}: ${message}`,
    "The rehearsal cloud refused it; nothing of this thing was changed.",
  );
}

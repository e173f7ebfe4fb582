import type { Config } from "../../rehearsal/learn/probe/config.ts";
import type { Leaf, Nest } from "../../rehearsal/learn/probe/leaf.ts";
import type { Value } from "../../rehearsal/provider/cty/value.ts";

/** One of the places in a configuration where a leaf or a nested block may stand. */
export interface Place<What extends Leaf | Nest> {
  readonly what: What;
  /** What is written around it. */
  readonly holder: Config;
}

/** Every place where one of `all` may stand in a configuration as it is. */
export function placesOf<What extends Leaf | Nest>(
  config: Config,
  all: readonly What[],
): readonly Place<What>[] {
  return all.flatMap((what) =>
    holdersOf([config], what).map((holder): Place<What> => ({ what, holder })),
  );
}

function holdersOf(roots: readonly Config[], { containers }: Leaf | Nest): readonly Config[] {
  return containers.reduce<readonly Config[]>(
    (holders, { name, mode }) =>
      holders.flatMap((holder) => elements(holder[name] ?? null, mode === "map")),
    roots,
  );
}

function elements(value: Value, isMap: boolean): readonly Config[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value as Config[];
  return isMap ? (Object.values(value) as Config[]) : [value as Config];
}

/** What stands at a place. */
export function standsAt({ what, holder }: Place<Leaf | Nest>): Value {
  return holder[what.name] ?? null;
}

/** Is something written there? */
export function isWritten(value: Value): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0);
}

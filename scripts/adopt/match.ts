import type { Decisions } from "./decisions.ts";
import { identityOf, isElsewhere, isSame } from "./identity.ts";
import { importIdOf, unfitnessOf } from "./import-id.ts";
import type { OldThing } from "./old-state.ts";
import type { Estate, Wanted } from "./wanted.ts";

/** An old thing, and what it becomes here. */
export interface Pair {
  readonly thing: OldThing;
  readonly wanted: Wanted;
  readonly importId: string;
  /** Other states that speak of the very same thing. */
  readonly alsoIn: readonly OldThing[];
}

/** What is sure, and what is left over of both sides. */
export interface Matched {
  readonly pairs: readonly Pair[];
  readonly things: readonly OldThing[];
  readonly wanted: readonly Wanted[];
  /** Different things that would be the same here, by what they would be. */
  readonly rivals: ReadonlyMap<Wanted, readonly OldThing[]>;
}

/**
 * Finds what stands for our things: by decision, then by identity. One that is found makes others known
 * that refer to it, so it goes round until nothing more is found.
 */
export function match(
  estate: Estate,
  things: readonly OldThing[],
  { pairs: decided, left }: Pick<Decisions, "pairs" | "left">,
): Matched {
  const rest = new Set(things.filter((thing) => !unfitnessOf(thing) && !left.has(thing)));
  const open = new Set(estate.wanted);
  const rivals = new Map<Wanted, readonly OldThing[]>();
  const pairs: Pair[] = [];
  const pair = (wanted: Wanted, [thing, ...alsoIn]: readonly OldThing[]) => {
    if (!thing) return;
    pairs.push({ thing, wanted, importId: importIdOf(thing)!, alsoIn });
    estate.found(wanted, thing);
    open.delete(wanted);
    for (const each of [thing, ...alsoIn]) rest.delete(each);
  };
  for (const wanted of new Set(decided.values())) {
    pair(
      wanted,
      [...decided].filter(([, target]) => target === wanted).map(([thing]) => thing),
    );
  }
  for (let before = -1; before !== pairs.length; ) {
    before = pairs.length;
    for (const wanted of open) {
      const same = [...rest].filter((thing) => standsFor(estate, wanted, thing));
      if (new Set(same.map(importIdOf)).size > 1) rivals.set(wanted, same);
      else pair(wanted, same);
    }
  }
  return { pairs, things: [...rest], wanted: [...open], rivals };
}

function standsFor(estate: Estate, wanted: Wanted, thing: OldThing): boolean {
  if (thing.type !== wanted.type || isInOtherAccount(estate, wanted, thing)) return false;
  const ours = identityOf(wanted.type, estate.valuesOf(wanted));
  const theirs = identityOf(thing.type, thing.attributes);
  return ours !== undefined && theirs !== undefined && isSame(ours, theirs);
}

/** True where an ARN says another account or region than the stack's provider. */
export function isInOtherAccount(
  estate: Estate,
  wanted: Wanted,
  { attributes }: OldThing,
): boolean {
  const [, , , , region = "", account = ""] = String(attributes["arn"] ?? "").split(":");
  if (!wanted.type.startsWith("aws_")) return false;
  const provider = estate.providerOf(wanted.stack, "aws");
  const accounts = (provider["allowed_account_ids"] ?? []) as readonly string[];
  const here = wanted.config["region"] ?? provider["region"];
  return (
    (account !== "" && accounts.length > 0 && !accounts.includes(account)) ||
    (region !== "" && here !== undefined && region !== here)
  );
}

/** What an old thing might be here: of its type, in its place, not taken; what is most alike first. */
export function candidatesFor(
  estate: Estate,
  thing: OldThing,
  { wanted, rivals }: Matched,
  environment: string | undefined,
): Wanted[] {
  const theirs = identityOf(thing.type, thing.attributes) ?? {};
  return wanted
    .filter((each) => each.type === thing.type && !isInOtherAccount(estate, each, thing))
    .filter(
      (each) =>
        rivals.get(each)?.includes(thing) || !environment || each.environment === environment,
    )
    .map((each) => {
      const ours = known(estate.valuesOf(each));
      const identity = identityOf(each.type, ours) ?? {};
      return {
        each,
        elsewhere: isElsewhere(identity, theirs),
        score: likeness(ours, thing.attributes),
      };
    })
    .filter(({ elsewhere }) => !elsewhere)
    .sort((a, b) => b.score - a.score || (a.each.key < b.each.key ? -1 : 1))
    .map(({ each }) => each);
}

/** How many of our values the thing has. */
function likeness(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
) {
  const names = Object.keys(ours).filter((name) => name !== "lifecycle" && name !== "//");
  const alike = names.filter((name) => JSON.stringify(ours[name]) === JSON.stringify(theirs[name]));
  return names.length === 0 ? 0 : alike.length / names.length;
}

function known(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value !== "symbol"),
  );
}

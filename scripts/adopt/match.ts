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
      const same = standingFor(estate, wanted, rest);
      // Different things that would both be this one are for a person.
      if (new Set(same.map(importIdOf)).size === 1) pair(wanted, same);
    }
  }
  return { pairs, things: [...rest], wanted: [...open] };
}

/** The things that are a wanted one, as far as is known by now. */
function standingFor(estate: Estate, wanted: Wanted, things: ReadonlySet<OldThing>): OldThing[] {
  const ofType = [...things].filter(({ type }) => type === wanted.type);
  const ours = ofType.length > 0 && identityOf(wanted.type, estate.valuesOf(wanted));
  if (!ours) return [];
  return ofType.filter((thing) => {
    const theirs = identityOf(thing.type, thing.attributes);
    return theirs && isSame(ours, theirs) && !isInOtherAccount(estate, wanted, thing);
  });
}

/** True where an ARN says another account or region than the stack's provider. */
function isInOtherAccount(estate: Estate, wanted: Wanted, { attributes }: OldThing): boolean {
  const [, , , region = "", account = ""] = String(attributes["arn"] ?? "").split(":");
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
  { wanted }: Matched,
  environment: string | undefined,
): Wanted[] {
  const theirs = identityOf(thing.type, thing.attributes) ?? {};
  return wanted
    .filter((each) => each.type === thing.type && !isInOtherAccount(estate, each, thing))
    .map((each) => ({ each, ours: known(estate.valuesOf(each)) }))
    .filter(({ each, ours }) => {
      const identity = identityOf(each.type, ours) ?? {};
      // The project that a thing stands in tells more than what else speaks of its environment.
      const inProject = "project" in identity && identity["project"] === theirs["project"];
      const fits = !environment || each.environment === environment || inProject;
      return !isElsewhere(identity, theirs) && (fits || isSame(identity, theirs));
    })
    .map(({ each, ours }) => ({ each, score: likeness(ours, thing.attributes) }))
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

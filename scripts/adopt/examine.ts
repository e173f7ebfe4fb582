import type { Stack } from "../stacks/manifest.ts";
import { type DecisionFile, readDecisions } from "./decisions.ts";
import { type Differences, differencesOf } from "./differences.ts";
import { identityOf } from "./identity.ts";
import { unfitnessOf } from "./import-id.ts";
import { candidatesFor, match, type Pair } from "./match.ts";
import type { Attributes, OldThing } from "./old-state.ts";
import { hintOf, placesOf } from "./places.ts";
import { Estate, type Wanted } from "./wanted.ts";

/** An old thing that is taken over. */
export interface Adoption {
  readonly old: string;
  /** Other states that speak of the same thing. */
  readonly alsoIn: readonly string[];
  readonly environment: string;
  readonly stack: string;
  readonly address: string;
  readonly importId: string;
  /** The name that it keeps: what it would be called here, and what it is called. */
  readonly keeps?: { readonly made: string; readonly name: string };
  /** What a plan would change in place, as far as is seen without Terraform. */
  readonly changes: readonly string[];
  /** What would replace it: only where a person decided so. */
  readonly replacedBy: readonly string[];
}

/** An old thing that a person must decide on. */
export interface Undecided {
  readonly old: string;
  /** What it might be here, as `<stack> <address>`, and what speaks against it. */
  readonly candidates: readonly { readonly here: string; readonly against: string }[];
}

/** An old thing that stays where it is. */
export interface Left {
  readonly old: string;
  readonly reason: string;
  /** True where a person decided so. */
  readonly decided: boolean;
}

/** What becomes of old things. */
export interface Examined {
  readonly adopted: readonly Adoption[];
  readonly undecided: readonly Undecided[];
  readonly left: readonly Left[];
  /** What has no old thing and will be made, by stack. */
  readonly made: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** What is looked at. */
export interface Question {
  readonly stacks: readonly Stack[];
  readonly things: readonly OldThing[];
  readonly decisions: DecisionFile;
  /** Where the decisions lie, for messages. */
  readonly where: string;
  /** Names that apps make, by environment: only these can be kept. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Names that are kept already, by environment: what each would be, and what it is. */
  readonly kept: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How many candidates are shown. */
const SHOWN = 3;

/** Finds out what becomes of old things. Pure: nothing is read or written. */
export function examine(question: Question): Examined {
  const { stacks, things, decisions, where } = question;
  const estate = new Estate(stacks);
  const places = placesOf(stacks);
  const decided = readDecisions(decisions, where, things, estate.wanted);
  const matched = match(estate, things, decided);
  const judged = matched.pairs.map((pair) => judge(estate, pair, question));
  // What would be replaced is taken over only where a person says so.
  const isSure = ({ pair, adoption }: Judged) =>
    adoption.replacedBy.length === 0 || decided.pairs.has(pair.thing);
  const doubtful = judged.filter((each) => !isSure(each));
  const rest = matched.things.map((thing): Undecided | Left => {
    const hint = hintOf(thing, places);
    if ("foreign" in hint) return { old: thing.key, reason: hint.foreign, decided: false };
    const found = candidatesFor(estate, thing, matched, hint.environment).slice(0, SHOWN);
    if (found.length === 0) return { old: thing.key, reason: NOTHING_LIKE_IT, decided: false };
    const candidates = found.map((each) => candidate(estate, each, thing, question));
    return { old: thing.key, candidates };
  });
  const unfit = things.filter((thing) => unfitnessOf(thing) && !decided.left.has(thing));
  return {
    adopted: judged.filter(isSure).map(({ adoption }) => adoption),
    undecided: [
      ...doubtful.map(({ pair, adoption }) => ({
        old: pair.thing.key,
        candidates: [{ here: pair.wanted.key, against: replaced(adoption.replacedBy) }],
      })),
      ...rest.filter((each) => "candidates" in each),
    ],
    left: [
      ...[...decided.left].map(([{ key }, reason]) => ({ old: key, reason, decided: true })),
      ...unfit.map((each) => ({ old: each.key, reason: unfitnessOf(each)!, decided: false })),
      ...rest.filter((each) => "reason" in each),
    ],
    made: counted([...matched.wanted, ...doubtful.map(({ pair }) => pair.wanted)]),
    problems: decided.problems,
  };
}

const NOTHING_LIKE_IT = "nothing here is like it";

/** Names that can be kept, and those that are. */
type KnownNames = Pick<Question, "names" | "kept">;

interface Judged {
  readonly pair: Pair;
  readonly adoption: Adoption;
}

function judge(estate: Estate, pair: Pair, names: KnownNames): Judged {
  const { thing, wanted, importId, alsoIn } = pair;
  const { environment, stack, address } = wanted;
  const adoption = {
    old: thing.key,
    alsoIn: alsoIn.map(({ key }) => key),
    ...{ environment, stack, address, importId },
    ...compare(estate, wanted, thing, names),
  };
  return { pair, adoption };
}

/** What a thing would keep, what would be changed, and what would replace it. */
function compare(
  estate: Estate,
  wanted: Wanted,
  thing: OldThing,
  { names, kept }: KnownNames,
): Pick<Adoption, "keeps" | "changes" | "replacedBy"> {
  const values = estate.valuesOf(wanted);
  const { environment } = wanted;
  const keeps = keptName(values, thing, names[environment] ?? [], kept[environment] ?? {});
  const { replacing, inPlace } = differences(estate, wanted, thing);
  const isOther = (path: string) => keeps === undefined || values[path] !== keeps.made;
  return {
    ...(keeps && { keeps }),
    changes: inPlace.filter(isOther),
    replacedBy: replacing.filter(isOther),
  };
}

/** The name that a thing keeps: one that an app makes differs, or was kept already. */
function keptName(
  values: Attributes,
  { type, attributes }: OldThing,
  names: readonly string[],
  kept: Readonly<Record<string, string>>,
): Adoption["keeps"] {
  const ours = identityOf(type, values) ?? {};
  const theirs = identityOf(type, attributes) ?? {};
  for (const [attribute, value] of Object.entries(ours)) {
    const name = theirs[attribute];
    if (name === undefined) continue;
    if (name !== value && names.includes(value)) return { made: value, name };
    const made = Object.keys(kept).find((each) => kept[each] === name && name === value);
    if (made !== undefined) return { made, name };
  }
  return undefined;
}

function differences(estate: Estate, wanted: Wanted, { attributes }: OldThing): Differences {
  const { stack, type } = wanted;
  const google = estate.providerOf(stack, "google")["default_labels"];
  const aws = estate.providerOf(stack, "aws")["default_tags"] as Attributes[] | undefined;
  const defaults = type.startsWith("aws_") ? aws?.[0]?.["tags"] : google;
  return differencesOf(type, estate.valuesOf(wanted), attributes, (defaults ?? {}) as Attributes);
}

function candidate(estate: Estate, wanted: Wanted, thing: OldThing, names: KnownNames) {
  const { keeps, changes, replacedBy } = compare(estate, wanted, thing, names);
  const against = [
    ...(keeps ? [`would keep its name ${keeps.name}`] : []),
    ...(replacedBy.length > 0 ? [replaced(replacedBy)] : []),
    ...(replacedBy.length === 0 && changes.length > 0
      ? [`would change ${changes.join(", ")}`]
      : []),
  ];
  return { here: wanted.key, against: against.join("; ") || "nothing tells it from others" };
}

function replaced(paths: readonly string[]): string {
  return `would be replaced: ${paths.join(", ")}`;
}

function counted(wanted: readonly Wanted[]): Record<string, number> {
  const stacks = wanted.map(({ stack }) => stack);
  return Object.fromEntries(
    [...new Set(stacks)].map((stack) => [stack, stacks.filter((each) => each === stack).length]),
  );
}

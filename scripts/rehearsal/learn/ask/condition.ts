import { type Fields, isFields, isList, isUnknown, type Value } from "../../provider/cty/value.ts";
import type { Condition } from "../../provider/schema/schema.ts";
import { copyConfig, setLeaf } from "../probe/config.ts";
import type { Container, Leaf, Nest } from "../probe/leaf.ts";
import { proposedNew } from "../terraform/proposed.ts";
import type { Accepted } from "./accepted.ts";
import { readSilent, type Silent } from "./defaults.ts";
import { type Subject, valueFor } from "./subject.ts";

/** What may decide on others, and how many of its values are tried. */
const DECIDERS = 30;
const VALUES = 8;

/**
 * Finds out why a provider plans nothing where something is written: many an argument counts only
 * while another one has a certain value. Each that could decide is given each of its values in turn,
 * in a configuration in which as much as possible is written.
 *
 * @param silent told what is planned unasked inside of blocks that count now and did not before
 */
export async function askConditions(
  subject: Subject,
  accepted: readonly Accepted[],
  silent: Silent,
): Promise<Readonly<Record<string, readonly Condition[]>>> {
  const found: Record<string, Condition[]> = {};
  const places: readonly (Leaf | Nest)[] = [...subject.nests, ...subject.leaves];
  for (const base of accepted) {
    const deciders = decidersOf(subject).filter(({ containers }) => stands(base, containers));
    for (const decider of deciders.slice(0, DECIDERS)) {
      const outcomes = await outcomesOf(subject, base, decider);
      for (const place of places) {
        if (place === decider || !isAround(decider, place)) continue;
        const lost = outcomes.filter((one) => isLost(one, place));
        if (lost.length === 0 || lost.length === outcomes.length) continue;
        const known = found[place.path] ?? [];
        if (known.some(({ by }) => by === decider.path)) continue;
        const condition = { by: decider.path, values: lost.map(({ value }) => value) };
        found[place.path] = [...known, condition];
        if (!("mode" in place)) continue;
        const kept = outcomes.filter((one) => !isLost(one, place));
        for (const outcome of kept) readSilent(subject.block, outcome, silent, place.path);
      }
    }
  }
  return found;
}

type Outcome = Pick<Accepted, "config" | "planned"> & { readonly value: string | boolean };

/** What is planned with each value of a decider that the provider accepts. */
async function outcomesOf(subject: Subject, base: Accepted, decider: Leaf): Promise<Outcome[]> {
  const { name, block, provider, knowledge } = subject;
  const values = decider.type === "bool" ? [true, false] : knowledge.facts.oneOf![decider.path]!;
  const outcomes: Outcome[] = [];
  for (const value of values.slice(0, VALUES)) {
    const config = copyConfig(base.config);
    setLeaf(config, decider, value, (leaf) => valueFor(subject, leaf));
    const proposed = proposedNew(block, undefined, config);
    const { planned } = await provider.plan(name, block, { prior: undefined, proposed, config });
    if (planned) outcomes.push({ config, planned, value });
  }
  return outcomes;
}

/** Switches, and texts of which few are allowed. */
function decidersOf({ leaves, knowledge }: Subject): readonly Leaf[] {
  return leaves.filter(({ path, type }) => {
    const values = knowledge.facts.oneOf?.[path];
    return type === "bool" || (type === "string" && values !== undefined && values.length <= 12);
  });
}

/** Does the decider stand beside the place, or beside something around it? */
function isAround(decider: Leaf, place: Leaf | Nest): boolean {
  return decider.containers.every(({ block }, at) => place.containers[at]?.block === block);
}

function stands({ config }: Accepted, containers: readonly Container[]): boolean {
  const last = containers.at(-1);
  if (!last) return true;
  return isThere(at(config, { ...last, containers: containers.slice(0, -1) }));
}

/** Was something written here of which nothing is planned? A computed value is unknown instead. */
function isLost(
  { config, planned }: Pick<Accepted, "config" | "planned">,
  place: Leaf | Nest,
): boolean {
  const found = at(planned, place);
  const written = at(config, place);
  if (!isThere(written) || found === undefined) return false;
  return !isThere(found) || (found === "" && written !== "");
}

function isThere(value: Value | undefined): boolean {
  if (isList(value)) return value.length > 0;
  return value !== undefined && value !== null && !isUnknown(value);
}

/** The value at a place, where each thing around it stands once. */
function at(
  root: Fields,
  { containers, name }: Pick<Leaf | Nest, "containers" | "name">,
): Value | undefined {
  let value: Value | undefined = root;
  for (const container of containers) {
    const inner: Value | undefined = isFields(value) ? value[container.name] : undefined;
    if (isList(inner) && inner.length !== 1) return undefined;
    value = isList(inner) ? inner[0] : inner;
  }
  return isFields(value) ? (value[name] ?? null) : undefined;
}

import { type Diagnostic, ERROR } from "../../provider/protocol/messages.ts";
import type { Facts, Schema } from "../../provider/schema/schema.ts";
import { Knowledge } from "../hear/knowledge.ts";
import type { Config } from "../probe/config.ts";
import type { Container, Leaf, Nest } from "../probe/leaf.ts";
import { leavesOf } from "../probe/leaf.ts";
import type { Draw } from "../probe/values.ts";
import { Unanswered } from "../provider/client.ts";
import type { Asked } from "../provider/session.ts";
import { type Accepted, findAccepted } from "./accepted.ts";
import {
  type Asking,
  addBlock,
  addElement,
  changeLeaf,
  type Observed,
  removePlace,
  type Standing,
  standing,
} from "./changes.ts";
import { askConditions } from "./condition.ts";
import { askDeciding } from "./deciding.ts";
import { askHidden, newSilent, readSilent } from "./defaults.ts";
import { factsOf, withFound } from "./facts.ts";
import { askLimits } from "./limits.ts";
import { readNormal } from "./normal.ts";
import { askOpen } from "./open.ts";
import type { Subject } from "./subject.ts";
import { askValidation } from "./validation.ts";

/** More questions without an answer than this, and a type is asked nothing more. */
const FAILED = 6;

/** Configurations with one nested block alone in which it is asked what decides on others. */
const ALONE = 10;

/** What stands for an answer that did not come: that is no consent. */
const SILENCE: Diagnostic = { severity: ERROR, summary: "" };

/** Asks a provider everything about one resource type. */
export async function askType(
  provider: Asked,
  name: string,
  schema: Schema,
  draw: Draw,
): Promise<Facts> {
  const { leaves, nests } = leavesOf(schema.block);
  const knowledge = new Knowledge();
  const heard: { legacy?: boolean } = {};
  const asked = patient(provider, heard);
  const normal: Record<string, string> = {};
  const kept = new Set<string>();
  const seen: Subject["seen"] = (accepted) => readNormal(leaves, accepted, normal, kept);
  const place = { name, block: schema.block, leaves, nests };
  const subject: Subject = { ...place, provider: asked, knowledge, draw, seen };
  await askValidation(subject);
  await askLimits(subject);
  const base = await findAccepted(subject, [], []);
  const skeleton = await findAccepted(subject, [], nests);
  const rich = await findAccepted(subject, leaves.filter(isWritable), nests);
  const silent = newSilent();
  const alone = await eachAlone(subject, skeleton);
  for (const accepted of [rich, skeleton, base, ...alone]) {
    if (accepted) readSilent(schema.block, accepted, silent);
  }
  const bases = [rich, skeleton, base].filter((one) => one !== undefined);
  const observed = await askChanges(subject, bases, alone);
  const leftOutWith = await askConditions(subject, [...bases, ...alone.slice(0, ALONE)], silent);
  const facts = { ...heard, ...factsOf(subject, observed, { ...silent, normal, leftOutWith }) };
  return askMore({ ...subject, knowledge: new Knowledge(facts) }, { most: bases[0], least: base });
}

/**
 * Asks what needs the rest to be known: what decides on what forces, and what becomes of arguments
 * that nobody wrote. The older library leaves those as they are.
 *
 * @param subject with all that is known of it
 */
export async function askMore(
  subject: Subject,
  {
    most,
    least = most,
  }: { readonly most: Accepted | undefined; readonly least?: Accepted | undefined },
): Promise<Facts> {
  const { facts } = subject.knowledge;
  const deciding = most && (await askDeciding(subject, most));
  const open = least && facts.legacy === false ? await askOpen(subject, least) : undefined;
  const hidden = least && (await askHidden(subject, least));
  return withFound(facts, deciding, open, hidden);
}

/** Nobody writes an id: the schemas of the older library only seem to allow it. */
function isWritable({ path }: Leaf): boolean {
  return path !== "id";
}

/** Where not all nested blocks could stand together: each of the others by itself. */
async function eachAlone(subject: Subject, together: Accepted | undefined): Promise<Accepted[]> {
  const alone: Accepted[] = [];
  for (const nest of subject.nests.slice(0, 60)) {
    const hasInner = subject.nests.some((one) => one.containers.at(-1)?.block === nest.block);
    if (!hasInner && together && standsIn(together.config, nest)) continue;
    const accepted = await findAccepted(subject, [], [nest]);
    if (accepted && standsIn(accepted.config, nest)) alone.push(accepted);
  }
  return alone;
}

/** @param alone configurations with one nested block: asked for what stands nowhere else */
async function askChanges(
  subject: Subject,
  accepted: readonly Accepted[],
  alone: readonly Accepted[],
): Promise<Asking> {
  const bases: Standing[] = [];
  const missing = ({ config }: Accepted) =>
    subject.nests.some((nest) => {
      return standsIn(config, nest) && !bases.some((base) => stands(base, nest));
    });
  for (const one of [...accepted, ...alone]) {
    if (alone.includes(one) && !missing(one)) continue;
    const found = await standing(subject, one);
    if (found) bases.push(found);
  }
  const observed: Observed[] = [];
  const unknown: string[] = [];
  for (const leaf of subject.leaves.filter(isWritable)) {
    const seen = await askLeaf(subject, bases, leaf);
    if (seen.length === 0) unknown.push(leaf.path);
    observed.push(...seen);
  }
  for (const nest of subject.nests) {
    const having = bases.filter((base) => stands(base, nest));
    const removed = nest.required
      ? undefined
      : await firstOf(having, (base) => removePlace(subject, base, nest));
    const added = await firstOf(having, (base) => addElement(subject, base, nest));
    const bare = bases.filter((base) => !stands(base, nest) && standsAround(base, nest));
    const first = await firstOf(bare, (base) => addBlock(subject, base, nest));
    observed.push(...[removed, added, first].filter((one) => one !== undefined));
  }
  return { observed, unknown };
}

/** Changes a leaf where it stands, and where it stands nowhere, makes it stand alone first. */
async function askLeaf(subject: Subject, bases: readonly Standing[], leaf: Leaf) {
  const having = bases.filter((base) => stands(base, leaf));
  const seen =
    (await firstOf(having, (base) => changeLeaf(subject, base, leaf))) ??
    (await changeAlone(subject, leaf));
  const removed = leaf.attribute.required
    ? undefined
    : await firstOf(having, (base) => removePlace(subject, base, leaf));
  return [seen, removed].filter((one) => one !== undefined);
}

async function changeAlone(subject: Subject, leaf: Leaf): Promise<Observed | undefined> {
  const accepted = await findAccepted(subject, [leaf], []);
  const alone = accepted?.leaves.includes(leaf) || leaf.attribute.required ? accepted : undefined;
  const base = alone && (await standing(subject, alone));
  return base && changeLeaf(subject, base, leaf);
}

async function firstOf<Found>(
  bases: readonly Standing[],
  ask: (base: Standing) => Promise<Found | undefined> | undefined,
): Promise<Found | undefined> {
  for (const base of bases) {
    const found = await ask(base);
    if (found) return found;
  }
  return undefined;
}

/** Is there something at this place? */
function stands(base: Standing, place: Leaf | Nest): boolean {
  return standsIn(base.config, place);
}

/** Is there what the place would stand in? */
function standsAround(base: Standing, { containers }: Nest): boolean {
  const last = containers.at(-1);
  const around = containers.slice(0, -1);
  return !last || standsIn(base.config, { ...last, path: "", containers: around });
}

function standsIn(config: Config, place: Leaf | Nest): boolean {
  const containers: readonly Container[] = place.containers;
  let at: unknown = config;
  for (const { name } of [...containers, place]) {
    const inner: unknown = (at as Record<string, unknown> | null)?.[name];
    const first: unknown = Array.isArray(inner) ? inner[0] : inner;
    if (first === null || first === undefined) return false;
    at = first;
  }
  return true;
}

/**
 * Lets a question fail that the provider does not answer: its check waits for an API, or it panics.
 * After some of them nothing is asked any more, and what is known by then is kept.
 */
function patient(provider: Asked, heard: { legacy?: boolean }): Asked {
  let failed = 0;
  const counted = async <Answer>(ask: () => Promise<Answer>, none: Answer): Promise<Answer> => {
    if (failed > FAILED) return none;
    try {
      return await again(ask);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      failed += 1;
      return none;
    }
  };
  const nothing = { planned: undefined, replace: [], problems: [], legacy: false };
  return {
    plan: async (...asked) => {
      const answer = await counted(() => provider.plan(...asked), nothing);
      if (answer.planned) heard.legacy = answer.legacy;
      return answer;
    },
    validate: (...asked) => counted(() => provider.validate(...asked), [SILENCE]),
  };
}

/** Asks once more where the provider ended: another question, asked meanwhile, may have done it. */
async function again<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Unanswered) || error.why !== "gone") throw error;
    return ask();
  }
}

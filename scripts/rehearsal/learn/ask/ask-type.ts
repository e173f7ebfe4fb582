import type { Facts, Schema } from "../../provider/schema/schema.ts";
import { Knowledge } from "../hear/knowledge.ts";
import type { Container, Leaf, Nest } from "../probe/leaf.ts";
import { leavesOf } from "../probe/leaf.ts";
import type { Draw } from "../probe/values.ts";
import { Unanswered } from "../provider/client.ts";
import type { Asked } from "../provider/session.ts";
import { type Accepted, findAccepted } from "./accepted.ts";
import { changeLeaf, type Observed, removePlace, type Standing, standing } from "./changes.ts";
import { newSilent, readSilent } from "./defaults.ts";
import { factsOf } from "./facts.ts";
import type { Subject } from "./subject.ts";
import { askValidation } from "./validation.ts";

/** More late answers than this, and the type is left: its checks ask the cloud. */
const LATE = 6;

/** Asks a provider everything about one resource type. */
export async function askType(
  provider: Asked,
  name: string,
  schema: Schema,
  draw: Draw,
): Promise<Facts> {
  const { leaves, nests } = leavesOf(schema.block);
  const knowledge = new Knowledge();
  const asked = patient(provider);
  const subject = { name, block: schema.block, leaves, nests, provider: asked, knowledge, draw };
  await askValidation(subject);
  const base = await findAccepted(subject, [], []);
  const skeleton = await findAccepted(subject, [], nests);
  const rich = await findAccepted(subject, leaves, nests);
  const silent = newSilent();
  for (const accepted of [rich, skeleton, base]) {
    if (accepted) readSilent(schema.block, accepted, silent);
  }
  const observed = await askChanges(subject, [rich, skeleton, base]);
  return factsOf(subject, observed, silent);
}

/** What was seen of each leaf, and the leaves that could not be asked. */
export interface Asking {
  readonly observed: readonly Observed[];
  readonly unknown: readonly string[];
}

async function askChanges(
  subject: Subject,
  accepted: readonly (Accepted | undefined)[],
): Promise<Asking> {
  const bases: Standing[] = [];
  for (const one of accepted) {
    const stands = one && (await standing(subject, one));
    if (stands) bases.push(stands);
  }
  const observed: Observed[] = [];
  const unknown: string[] = [];
  for (const leaf of subject.leaves.filter(({ path }) => path !== "id")) {
    const seen = await askLeaf(subject, bases, leaf);
    if (seen.length === 0) unknown.push(leaf.path);
    observed.push(...seen);
  }
  for (const nest of subject.nests.filter(({ required }) => !required)) {
    const seen = await firstOf(bases, (base) =>
      stands(base, nest) ? removePlace(subject, base, nest) : undefined,
    );
    if (seen) observed.push(seen);
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
  const containers: readonly Container[] = place.containers;
  let at: unknown = base.config;
  for (const { name } of [...containers, place]) {
    const inner: unknown = (at as Record<string, unknown> | null)?.[name];
    const first: unknown = Array.isArray(inner) ? inner[0] : inner;
    if (first === null || first === undefined) return false;
    at = first;
  }
  return true;
}

/** Gives up a type whose checks wait for an API again and again. */
function patient(provider: Asked): Asked {
  let late = 0;
  const counted = async <Answer>(answer: Promise<Answer>, otherwise: Answer): Promise<Answer> => {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Unanswered) || error.why !== "late" || ++late > LATE) throw error;
      return otherwise;
    }
  };
  const nothing = { planned: undefined, replace: [], problems: [], legacy: false };
  return {
    plan: (...asked) => counted(provider.plan(...asked), nothing),
    validate: (...asked) => counted(provider.validate(...asked), []),
  };
}

import { findAccepted } from "../../rehearsal/learn/ask/accepted.ts";
import type { Subject } from "../../rehearsal/learn/ask/subject.ts";
import { Knowledge } from "../../rehearsal/learn/hear/knowledge.ts";
import type { Config } from "../../rehearsal/learn/probe/config.ts";
import { type Leaf, leavesOf, type Nest } from "../../rehearsal/learn/probe/leaf.ts";
import { settle } from "../../rehearsal/learn/probe/settle.ts";
import type { Draw } from "../../rehearsal/learn/probe/values.ts";
import type { Fields } from "../../rehearsal/provider/cty/value.ts";
import { EDITS, type Edit, edited } from "./edit.ts";
import type { ProviderPair } from "./provider-pair.ts";
import { SPOILS, type Spoil, spoiled } from "./spoil.ts";
import { validEdit } from "./wish.ts";

/** One question that both providers are asked. */
export interface Case {
  readonly type: string;
  readonly kind: "create" | "no change" | Edit | "several" | Spoil;
  /** Undefined for a create. */
  readonly prior: Fields | undefined;
  readonly config: Config;
  /** Of an edit: how many places it touches, and whether it removes or reorders blocks. */
  readonly touches?: { readonly places: number; readonly movesBlocks: boolean };
}

/** How many of each are drawn for one resource type. */
export interface CaseCounts {
  readonly edits: number;
  readonly spoils: number;
}

/** Edits that start from one and the same thing. */
const EDITS_EACH = 5;

/**
 * Draws the cases of a resource type: creates, edits of what was created, and invalid arguments.
 * The real provider helps to find arguments that it accepts; ours has no part in it.
 */
export async function* casesOf(
  pair: ProviderPair,
  type: string,
  counts: CaseCounts,
  draw: Draw,
): AsyncGenerator<Case> {
  const subject = subjectOf(pair, type, draw);
  const rounds = Math.ceil(counts.edits / EDITS_EACH);
  for (let round = 0; round < rounds; round++) {
    const key = `${type}/${round}`;
    const created = await create(subject, draw, key);
    if (!created) return;
    const { config, planned } = created;
    yield { type, kind: "create", prior: undefined, config };
    const prior = settle(subject.block, planned, subject.knowledge.facts, draw);
    yield { type, kind: "no change", prior, config };
    for (let at = 0; at < Math.min(counts.edits, EDITS_EACH); at++) {
      const found = await validEdit(subject, config, draw, `${key}/edit ${at}`);
      if (!found) continue;
      const { kind, paths, movesBlocks } = found;
      const touches = { places: paths.size, movesBlocks };
      yield { type, kind, prior, config: found.config, touches };
    }
    for (let at = 0; at < counts.spoils / rounds; at++) {
      const found = invalid(subject, config, draw, `${key}/spoil ${at}`);
      if (found) yield { type, prior: undefined, ...found };
    }
  }
}

/** Something that the real provider would create: some of what may be written, taken by chance. */
async function create(subject: Subject, draw: Draw, key: string) {
  const share = 2 + draw(`${key}/share`, 6);
  const some = <One extends { readonly path: string }>(all: readonly One[]) =>
    all.filter(({ path }) => draw(`${key}/wish ${path}`, 10) < share && path !== "id");
  const drawn: Subject = { ...subject, draw: (what, below) => draw(`${key}/${what}`, below) };
  const nests = some(subject.nests);
  const leaves = withContent(some(subject.leaves), nests, subject.leaves);
  const accepted =
    (await findAccepted(drawn, leaves, nests)) ?? (await findAccepted(drawn, [], []));
  if (!accepted) return undefined;
  return (await grow(subject, accepted.config, draw, key)) ?? accepted;
}

/** Nobody writes a block with nothing in it: each gets at least the first thing that it may hold. */
function withContent(
  leaves: readonly Leaf[],
  nests: readonly Nest[],
  all: readonly Leaf[],
): readonly Leaf[] {
  const isIn = (nest: Nest) => (leaf: Leaf) => leaf.containers.at(-1)?.block === nest.block;
  const bare = nests.filter((nest) => !leaves.some(isIn(nest)));
  const first = bare.map((nest) => all.find(isIn(nest))).filter((leaf) => leaf !== undefined);
  return [...leaves, ...first];
}

function invalid(subject: Subject, config: Config, draw: Draw, key: string) {
  const start = draw(key, SPOILS.length);
  for (let next = 0; next < SPOILS.length; next++) {
    const kind = SPOILS[(start + next) % SPOILS.length]!;
    const wrong = spoiled(subject, config, kind, draw, key);
    if (wrong) return { kind, config: wrong };
  }
  return undefined;
}

function subjectOf({ real, facts }: ProviderPair, type: string, draw: Draw): Subject {
  const { block } = real.schemas.resources[type]!;
  const knowledge = new Knowledge(facts[type]);
  return { name: type, block, ...leavesOf(block), provider: real, knowledge, draw };
}

/** The same with more elements in some blocks, if the provider accepts that. */
async function grow(subject: Subject, config: Config, draw: Draw, key: string) {
  const { name, block, provider } = subject;
  const bigger = edited(subject, config, ["add block", "add block"], draw, `${key}/grow`)?.config;
  if (!bigger) return undefined;
  if ((await provider.validate(name, block, bigger)).length > 0) return undefined;
  const proposed = bigger;
  const answer = await provider.plan(name, block, { prior: undefined, proposed, config: bigger });
  return answer.planned && { config: bigger, planned: answer.planned };
}

/** Every kind of case, for the report. */
export const KINDS: readonly Case["kind"][] = ["create", "no change", ...EDITS, "several"];

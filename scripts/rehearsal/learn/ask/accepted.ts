import type { Fields } from "../../provider/cty/value.ts";
import type { Diagnostic } from "../../provider/protocol/messages.ts";
import { wordsOf } from "../hear/knowledge.ts";
import type { Relation } from "../hear/relation.ts";
import { leavesMeant } from "../hear/whose.ts";
import { addNest, type Config, minimalConfig, setLeaf } from "../probe/config.ts";
import type { Leaf, Nest } from "../probe/leaf.ts";
import { proposedNew } from "../terraform/proposed.ts";
import { type Subject, valueFor } from "./subject.ts";

/** A configuration that the provider accepts, and what it plans to create of it. */
export interface Accepted {
  readonly config: Config;
  readonly planned: Fields;
  /** The leaves that it sets beyond what is required. */
  readonly leaves: readonly Leaf[];
}

/** How often a configuration is mended before it is given up. */
const ROUNDS = 14;

/**
 * Finds a configuration that the provider accepts: what is required and as much of what is wished
 * for as can stand together. Each refusal says what to take away, to add or to write otherwise.
 */
export async function findAccepted(
  subject: Subject,
  wishedLeaves: readonly Leaf[],
  wishedNests: readonly Nest[],
): Promise<Accepted | undefined> {
  const draft = new Draft(subject, wishedLeaves, wishedNests);
  const { name, block, provider } = subject;
  for (let round = 0; round < ROUNDS; round++) {
    const config = draft.config();
    let problems = await provider.validate(name, block, config);
    if (problems.length === 0) {
      const proposed = proposedNew(block, undefined, config);
      const answer = await provider.plan(name, block, { prior: undefined, proposed, config });
      if (answer.planned) {
        const accepted = { config, planned: answer.planned, leaves: draft.set() };
        subject.seen?.(accepted);
        return accepted;
      }
      problems = answer.problems;
    }
    if (!draft.mend(problems)) return undefined;
  }
  return undefined;
}

/** A configuration that is being mended. */
class Draft {
  readonly #subject: Subject;
  readonly #leaves: Set<Leaf>;
  readonly #nests: Set<Nest>;
  /** How often the value at a leaf was refused without a rule that explains it. */
  readonly #refused = new Map<Leaf, number>();
  readonly #removed = new Set<Leaf | Nest>();

  constructor(subject: Subject, leaves: readonly Leaf[], nests: readonly Nest[]) {
    this.#subject = subject;
    this.#leaves = new Set(leaves);
    this.#nests = new Set(nests);
  }

  set(): readonly Leaf[] {
    return [...this.#leaves];
  }

  config(): Config {
    const fill = (leaf: Leaf) => {
      const known = this.#subject.leaves.find(({ path }) => path === leaf.path) ?? leaf;
      return valueFor(this.#subject, known, this.#refused.get(known) ?? 0);
    };
    const config = minimalConfig(this.#subject.block, fill);
    for (const nest of this.#nests) addNest(config, [...nest.containers, nest], fill);
    for (const leaf of this.#leaves) setLeaf(config, leaf, fill(leaf), fill);
    return config;
  }

  /** Does something about what was refused. False when nothing can be done. */
  mend(problems: readonly Diagnostic[]): boolean {
    const gone = new Set<Leaf | Nest>();
    let did = false;
    for (const problem of problems) {
      const words = wordsOf(problem);
      if (this.#add(this.#find(missingIn(words) ?? ""))) {
        did = true;
        continue;
      }
      const relation = this.#subject.knowledge.hearRelation(words);
      did = (relation ? this.#relate(relation, gone) : this.#revalue(problem, words, gone)) || did;
    }
    return did;
  }

  #relate({ kind, path, paths }: Relation, gone: Set<Leaf | Nest>): boolean {
    if (kind === "conflictsWith") {
      const others = paths.map((other) => this.#find(other));
      if (others.some((other) => other && gone.has(other))) return true;
      const mine = this.#find(path!);
      return [mine, ...others].some((place) => place && this.#remove(place, gone));
    }
    const present = paths.filter((one) => this.#isSet(one));
    const missing = paths.filter((one) => !this.#isSet(one)).map((one) => this.#find(one));
    if (kind === "requiredWith") return missing.map((one) => this.#add(one)).some(Boolean);
    if (present.length === 0) {
      return [...missing.filter((one) => one && !this.#removed.has(one)), ...missing].some((one) =>
        this.#add(one),
      );
    }
    const [, ...surplus] = present;
    return surplus.map((one) => this.#remove(this.#find(one), gone)).some(Boolean);
  }

  #revalue(problem: Diagnostic, words: string, gone: Set<Leaf | Nest>): boolean {
    const { knowledge, leaves } = this.#subject;
    const meant = leavesMeant(problem, leaves).filter((leaf) => !gone.has(leaf));
    if (meant.length === 0 || meant.length > 6) return false;
    // Words without a place that name what is not there: it is missing.
    const isMissing = !problem.attribute && !meant.some((leaf) => this.#stands(leaf));
    if (isMissing)
      return meant.map((leaf) => !this.#removed.has(leaf) && this.#add(leaf)).some(Boolean);
    let did = false;
    for (const leaf of meant) {
      const before = knowledge.knows(leaf.path);
      const isNew = meant.length === 1 && !before && knowledge.hear(leaf, words);
      if (isNew) did = true;
      else {
        const times = (this.#refused.get(leaf) ?? 0) + 1;
        this.#refused.set(leaf, times);
        did = times < 3 || this.#remove(leaf, gone) || did;
      }
    }
    return did;
  }

  #find(path: string): Leaf | Nest | undefined {
    const { leaves, nests } = this.#subject;
    return leaves.find((leaf) => leaf.path === path) ?? nests.find((nest) => nest.path === path);
  }

  #isSet(path: string): boolean {
    const within = (place: Leaf | Nest) => place.path === path || place.path.startsWith(`${path}.`);
    return [...this.#leaves].some(within) || [...this.#nests].some(within);
  }

  #stands(leaf: Leaf): boolean {
    return (
      this.#isSet(leaf.path) || (leaf.attribute.required === true && leaf.containers.length === 0)
    );
  }

  #add(place: Leaf | Nest | undefined): boolean {
    if (!place || this.#isSet(place.path)) return false;
    if ("mode" in place) this.#nests.add(place);
    else this.#leaves.add(place);
    return true;
  }

  /** Takes a leaf or nest away; where it is required, what is around it. */
  #remove(place: Leaf | Nest | undefined, gone: Set<Leaf | Nest>): boolean {
    if (!place) return false;
    const within = ({ path }: Leaf | Nest) =>
      path === place.path || path.startsWith(`${place.path}.`);
    const away = [...[...this.#leaves].filter(within), ...[...this.#nests].filter(within)];
    const isRequired = "mode" in place ? place.required : place.attribute.required === true;
    if (away.length > 0 && !isRequired) {
      for (const one of away) {
        this.#leaves.delete(one as Leaf);
        this.#nests.delete(one as Nest);
        this.#removed.add(one);
        gone.add(one);
      }
      return true;
    }
    const around = place.containers.map(({ name }) => name).join(".");
    return around !== "" && this.#remove(this.#find(around), gone);
  }
}

/** What a provider wants to be there because of another argument's value. */
function missingIn(words: string): string | undefined {
  const named = /ttribute "([^"]+)" must be specified when/.exec(words)?.[1];
  return named?.replace(/\[\d+\]/g, "");
}

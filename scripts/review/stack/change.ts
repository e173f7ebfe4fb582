import type { StackTemplate } from "../../stacks/template.ts";
import type { AttributeDiff } from "../diff/attribute.ts";
import { changedNames, type Diff, type DiffOptions, diffOf, forcingOf } from "../diff/diff.ts";
import { cut, oneLine, redacted } from "../diff/shown.ts";
import { clean } from "../diff/text.ts";
import type { Phrase } from "../phrase.ts";
import { type Doing, doingOf, isDestructive } from "../plan/action.ts";
import type { ResourceChange } from "../plan/plan-json.ts";
import { reasonOf } from "../plan/reason.ts";
import type { SchemaOf } from "../schema.ts";
import { isMarked, marksAt } from "../secret/marks.ts";
import type { Secrets } from "../secret/secrets.ts";
import { loosenedBy } from "../stateful/loosened.ts";
import { type Stake, stakeOf } from "../stateful/stateful.ts";
import { type NoiseRule, noiseOf, withoutMirrors } from "./noise.ts";

/** Where a thing was made. */
export interface Origin {
  /** Path of the construct below its stack: `network/vpc/Default`. */
  readonly path: string;
  /** File and line that made it, from the root of the repository: `modules/aws/vpc/vpc.ts:41`. */
  readonly made: string;
  /** File and line of the app that asked for it. */
  readonly asked: string;
  /** It is not in the code any more: the lines are those of the base. */
  readonly gone?: boolean;
}

/** What a plan does to one thing, and what a reviewer needs to know of it. Nothing in it is secret. */
export interface ChangeReview extends Doing {
  readonly address: string;
  readonly previousAddress?: string;
  /** Key of what an earlier, failed replacement has left over. */
  readonly deposed?: string;
  readonly type: string;
  readonly origin?: Origin;
  /** A name or id by which people know it. */
  readonly identity?: string;
  readonly why?: Phrase;
  /** What is lost with it; only of what is destroyed, replaced or forgotten. */
  readonly stake?: Stake;
  /** What guards its data less than before, in words; only of what is updated. */
  readonly loosens?: readonly string[];
  readonly diff: Diff;
  /** Attributes that force a replacement, without their values. */
  readonly forcedBy: readonly string[];
  /** The same with their values; nothing else is compared for it. Not part of the review as JSON. */
  readonly compareForced?: () => readonly AttributeDiff[];
  /** The rule by which it is folded. */
  readonly noise?: NoiseRule;
  /** It was pending before this change: nothing that leads to it is touched by it. */
  readonly pending: boolean;
  /** Something that looks like a mistake. */
  readonly hint?: Phrase;
  /** What it has been known by outside of Terraform; only of what is imported. */
  readonly importId?: string;
  /** Lines of configuration that Terraform wrote for what is imported. */
  readonly generated?: readonly string[];
}

/** What is known of a change only by looking at the others. Nothing in it is secret. */
export interface Company {
  /** Something that looks like a mistake. */
  readonly hint?: Phrase | undefined;
  /** What triggers its replacement. */
  readonly trigger?: Phrase | undefined;
}

/** What the review of a stack is made from, besides its plan. */
export interface Surroundings {
  readonly schemaOf: SchemaOf;
  readonly secrets: Secrets;
  /** What synth wrote; stands in for what the plan does not know yet. */
  readonly template?: StackTemplate;
  readonly originOf?: (address: string) => Origin | undefined;
  /** Whether the change under review leads to a change of this thing; unknown without a base. */
  readonly isTouched?: (address: string) => boolean;
}

/** Reviews one thing; nothing for what stays as it is. */
export function reviewChange(
  resource: ResourceChange,
  around: Surroundings,
  company: Company = {},
): ChangeReview | undefined {
  const doing = doingOf(resource);
  return doing && new Reviewed(resource, doing, around, company);
}

/**
 * Most changes of a great plan are only counted: they are compared, and their names are looked for, when
 * somebody asks. All have the same fields, which makes each look at one of many quick.
 */
class Reviewed implements ChangeReview {
  readonly #resource: ResourceChange;
  readonly #around: Surroundings;
  #diff: Diff | undefined;
  #forced: readonly AttributeDiff[] | undefined;
  readonly action: Doing["action"];
  readonly order: Doing["order"];
  readonly moved: boolean;
  readonly imported: boolean;
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly deposed: string | undefined;
  readonly type: string;
  readonly origin: Origin | undefined;
  readonly importId: string | undefined;
  readonly generated: readonly string[] | undefined;
  readonly why: Phrase | undefined;
  readonly stake: Stake | undefined;
  readonly loosens: readonly string[] | undefined;
  readonly noise: NoiseRule | undefined;
  readonly hint: Phrase | undefined;
  readonly forcedBy: readonly string[];
  readonly pending: boolean;

  constructor(resource: ResourceChange, doing: Doing, around: Surroundings, company: Company) {
    const { change, type, address, previous_address, deposed, mode } = resource;
    const { secrets, isTouched } = around;
    const [generated, importId] = [change.generated_config, change.importing?.id];
    this.#resource = resource;
    this.#around = around;
    this.action = doing.action;
    this.order = doing.order;
    this.moved = doing.moved;
    this.imported = doing.imported;
    this.address = cut(secrets.hide(address), 400);
    this.previousAddress = previous_address && cut(secrets.hide(previous_address), 400);
    this.deposed = deposed || undefined;
    this.type = type;
    this.origin = around.originOf?.(address);
    this.importId = importId ? cut(secrets.hide(importId)) : undefined;
    this.generated = generated ? clean(generated, secrets) : undefined;
    this.why = whyOf(resource, doing, secrets, company);
    this.stake = isDestructive(doing.action)
      ? stakeOf(type, change.before, isForgotten(doing))
      : undefined;
    this.loosens = doing.action === "update" ? loosenedBy(type, change) : undefined;
    this.noise = noiseOf(doing, mode, () => changedNames(this.#options()));
    this.hint = company.hint;
    this.forcedBy = (change.replace_paths ?? []).map((path) => cut(secrets.hide(path.join("."))));
    this.pending = isTouched ? !isTouched(address) : false;
  }

  get identity(): string | undefined {
    return identityOf(this.#resource, this.#around);
  }

  get diff(): Diff {
    this.#diff ??= comparedBy(this.#options());
    return this.#diff;
  }

  compareForced(): readonly AttributeDiff[] {
    if (!this.#resource.change.replace_paths?.length) return [];
    this.#forced ??= forcingOf(this.#options());
    return this.#forced;
  }

  #options(): DiffOptions {
    const { change, type, provider_name } = this.#resource;
    const { schemaOf, secrets } = this.#around;
    return {
      change,
      shape: schemaOf(type, provider_name),
      secrets,
      anew: this.action !== "update",
    };
  }

  /** The review as JSON, with what is asked for late. */
  toJSON(): ChangeReview {
    const { action, order, moved, imported, address, previousAddress, deposed, type } = this;
    const { origin, identity, generated, importId, why, stake, noise, hint } = this;
    const { forcedBy, diff, pending, loosens } = this;
    const doing = { action, order, moved, imported };
    const names = {
      address,
      previousAddress,
      deposed,
      type,
      origin,
      identity,
      generated,
      importId,
    };
    return { ...doing, ...names, why, stake, loosens, noise, hint, forcedBy, diff, pending };
  }
}

function whyOf(
  { deposed, action_reason }: ResourceChange,
  { action }: Doing,
  secrets: Secrets,
  { trigger }: Company,
): Phrase | undefined {
  const reason = deposed
    ? ["is left over from a replacement that failed"]
    : reasonOf(action_reason && cut(secrets.hide(action_reason), 200), action);
  return reason && [...reason, ...(trigger ?? [])];
}

function comparedBy(options: DiffOptions): Diff {
  const full = diffOf(options);
  return { ...full, attributes: withoutMirrors(full.attributes) };
}

/** The attributes that force a replacement; of a review that was read as JSON too. */
export function forcing(change: ChangeReview): readonly AttributeDiff[] {
  return change.compareForced?.() ?? change.diff.attributes.filter(({ forces }) => forces);
}

function isForgotten({ action, order }: Doing): boolean {
  return action === "forget" || order === "forget-old";
}

/** Names by which people know a thing, the best first. */
const IDENTITIES = [
  "name",
  "bucket",
  "domain_name",
  "identifier",
  "cluster_identifier",
  "function_name",
  "title",
  "id",
];

function identityOf(
  { change, address }: ResourceChange,
  { secrets }: Surroundings,
): string | undefined {
  const marks = [change.before_sensitive, change.after_sensitive];
  for (const name of IDENTITIES) {
    if (marks.some((each) => isMarked(marksAt(each, name)))) continue;
    const value = textAt(change.after, name) ?? textAt(change.before, name);
    if (value === undefined || address.includes(value)) continue;
    return cut(oneLine(redacted({ value, name }, secrets)), 80);
  }
  return undefined;
}

function textAt(values: unknown, name: string): string | undefined {
  if (typeof values !== "object" || values === null) return undefined;
  const value = (values as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

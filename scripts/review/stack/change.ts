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
  { hint, trigger }: Company = {},
): ChangeReview | undefined {
  const doing = doingOf(resource);
  if (!doing) return undefined;
  const { secrets } = around;
  const { change, type, address, deposed, action_reason } = resource;
  const shape = around.schemaOf(type, resource.provider_name);
  const options = { change, shape, secrets, anew: doing.action !== "update" };
  const stake = isDestructive(doing.action)
    ? stakeOf(type, change.before, isForgotten(doing))
    : undefined;
  const reason = deposed
    ? ["is left over from a replacement that failed"]
    : reasonOf(action_reason && cut(secrets.hide(action_reason), 200), doing.action);
  const why = reason && [...reason, ...(trigger ?? [])];
  const noise = noiseOf(doing, resource.mode, () => changedNames(options));
  let diff: Diff | undefined;
  return {
    ...doing,
    ...namesOf(resource, around),
    ...(why && { why }),
    ...(stake && { stake }),
    ...(noise && { noise }),
    ...(hint && { hint }),
    forcedBy: (change.replace_paths ?? []).map((path) => cut(secrets.hide(path.join(".")))),
    compareForced: () => (change.replace_paths?.length ? forcingOf(options) : []),
    // Most changes of a great plan are only counted: they are compared when somebody looks.
    get diff() {
      diff ??= comparedBy(options);
      return diff;
    },
    pending: around.isTouched ? !around.isTouched(address) : false,
  };
}

type Names = Pick<
  ChangeReview,
  | "address"
  | "previousAddress"
  | "deposed"
  | "type"
  | "origin"
  | "identity"
  | "importId"
  | "generated"
>;

/** What a thing is called, here and elsewhere, and where it was made. */
function namesOf(resource: ResourceChange, around: Surroundings): Names {
  const { change, type, address, previous_address, deposed } = resource;
  const { secrets } = around;
  const origin = around.originOf?.(address);
  const identity = identityOf(resource, around);
  const generated = change.generated_config && clean(change.generated_config, secrets);
  const importId = change.importing?.id;
  return {
    address: cut(secrets.hide(address), 400),
    ...(previous_address && { previousAddress: cut(secrets.hide(previous_address), 400) }),
    ...(deposed && { deposed }),
    type,
    ...(origin && { origin }),
    ...(identity && { identity }),
    ...(generated && { generated }),
    ...(importId && { importId: cut(secrets.hide(importId)) }),
  };
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

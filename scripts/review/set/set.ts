import type { Json, StackTemplate } from "../../stacks/template.ts";
import { cut } from "../diff/shown.ts";
import { clean } from "../diff/text.ts";
import type { PlanJson } from "../plan/plan-json.ts";
import type { SchemaOf } from "../schema.ts";
import { collectSecrets } from "../secret/collect.ts";
import type { Secrets } from "../secret/secrets.ts";
import type { Origin } from "../stack/change.ts";
import { type Counts, type OfficialSummary, sumCounts } from "../stack/counts.ts";
import { type PlanReview, reviewPlan } from "../stack/stack.ts";
import { type Verdict, worst } from "../stack/verdict.ts";
import { type Contrast, contrastsOf } from "./contrast.ts";
import { type LostState, lostStates } from "./lost.ts";

/** How planning one stack ended. */
export type PlanResult = "planned" | "failed" | "stopped" | "blocked" | "unaffected" | "removed";

/** An error or a warning, as far as it may be shown. */
export interface Notice {
  readonly text: string;
  /** The construct or the address that it is about. */
  readonly about?: string;
}

/** Outputs of a producer that this plan was made with, and that will be others. */
export interface StaleRead {
  readonly producer: string;
  readonly outputs: readonly string[];
}

/** A provider whose version or lock this change moves. */
export interface ProviderMove {
  readonly provider: string;
  /** Left out where it came or went. */
  readonly from?: string;
  readonly to?: string;
  /** The version stays and the hashes in the lock file do not. */
  readonly onlyHashes?: boolean;
}

/** What another tool has found: a policy check, a linter. */
export interface ToolFinding {
  readonly tool: string;
  readonly rule: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly stack?: string;
  readonly address?: string;
}

/** What is known of one stack of a plan set. */
export interface StackInput {
  readonly stack: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
  readonly result: PlanResult;
  readonly plan?: PlanJson;
  readonly template?: StackTemplate;
  readonly official?: OfficialSummary;
  /** What Terraform prints of the plan for people: only where its counts are not ours. */
  readonly text?: string;
  readonly problems: readonly Notice[];
  readonly warnings: readonly Notice[];
  readonly blockedBy?: string;
  readonly stale: readonly StaleRead[];
  /** Addresses that the change under review leads to; left out without a base. */
  readonly touched?: readonly string[];
  readonly providers: readonly ProviderMove[];
  /** Fixed cost in USD a month, before and after. */
  readonly cost?: { readonly before?: number; readonly after: number };
  /** Page of the run that has planned it, where it was not planned here. */
  readonly page?: string;
  /** Digest that an apply will require. */
  readonly digest?: string;
}

/** Everything that a review is made from. */
export interface SetInput {
  readonly stacks: readonly StackInput[];
  readonly schemaOf: SchemaOf;
  /** Where a thing of a stack was made. */
  readonly originOf: (stack: string, address: string) => Origin | undefined;
  readonly findings: readonly ToolFinding[];
}

/** One stack as a reviewer sees it. Nothing in it is secret. */
export interface StackReview
  extends Omit<StackInput, "plan" | "template" | "official" | "touched" | "text"> {
  readonly verdict: Verdict;
  /** What Terraform prints of the plan, where its counts are not ours. */
  readonly ownWords?: readonly string[];
  readonly plan?: PlanReview;
}

/** A plan set as a reviewer sees it. Nothing in it is secret. */
export interface SetReview {
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** In the order of planning: producers first. */
  readonly stacks: readonly StackReview[];
  /** What happens to one thing in some environments and not in others. */
  readonly contrasts: readonly Contrast[];
  readonly findings: readonly ToolFinding[];
  /** Stacks whose state looks lost, in the order of planning. */
  readonly lost: readonly LostState[];
  /** Whether changes are told apart from those that were pending before. */
  readonly hasBase: boolean;
}

/** Reviews a plan set. Every secret of every plan is added to `secrets` before anything is said. */
export function reviewSet(
  { stacks, schemaOf, originOf, findings }: SetInput,
  secrets: Secrets,
): SetReview {
  for (const { plan } of stacks) if (plan) collectSecrets(plan, schemaOf, secrets);
  const reviews = stacks.map((each) => reviewStack(each, schemaOf, originOf, secrets));
  const plans = reviews.flatMap(({ plan }) => plan ?? []);
  return {
    verdict: worst(reviews.map(({ verdict }) => verdict)),
    counts: sumCounts(plans.map(({ counts }) => counts)),
    stacks: reviews,
    contrasts: contrastsOf(reviews),
    findings: findings.map((each) => safeFinding(each, secrets)),
    lost: lostStates(stacks, reviews),
    hasBase: stacks.some(({ touched }) => touched !== undefined),
  };
}

function reviewStack(
  input: StackInput,
  schemaOf: SchemaOf,
  originOf: SetInput["originOf"],
  secrets: Secrets,
): StackReview {
  const { plan, template, official, touched, text, ...rest } = input;
  const touching = touched && new Set(touched);
  const reviewed =
    plan &&
    reviewPlan(
      plan,
      {
        schemaOf,
        secrets,
        ...(template && { template }),
        originOf: (address) => originOf(input.stack, address),
        ...(touching && { isTouched: (address) => touching.has(withoutIndexes(address)) }),
      },
      official,
    );
  const safe = ({ text, about }: Notice): Notice => ({
    text: cut(secrets.hide(text), 2000),
    ...(about && { about: cut(secrets.hide(about)) }),
  });
  return {
    ...rest,
    problems: input.problems.map(safe),
    warnings: input.warnings.map(safe),
    ...(reviewed && { plan: reviewed }),
    ...(text !== undefined && { ownWords: clean(text.trim(), secrets) }),
    verdict: worst([resultVerdict(input.result), ...(reviewed ? [reviewed.verdict] : [])]),
  };
}

function resultVerdict(result: PlanResult): Verdict {
  if (result === "failed" || result === "stopped") return "failed";
  if (result === "blocked") return "blocked";
  return result === "planned" ? "no changes" : "not planned";
}

/** The address of a whole resource: instances have one block in the code. */
export function withoutIndexes(address: string): string {
  if (!address.includes("[")) return address;
  return address.replaceAll(/\[("(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}

function safeFinding(finding: ToolFinding, secrets: Secrets): ToolFinding {
  const entries = Object.entries(finding as unknown as Json).map(([key, value]) => [
    key,
    typeof value === "string" ? cut(secrets.hide(value), 400) : value,
  ]);
  return Object.fromEntries(entries) as unknown as ToolFinding;
}

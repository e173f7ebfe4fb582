import type { Json } from "../../stacks/template.ts";
import { cut } from "../diff/shown.ts";
import { clean } from "../diff/text.ts";
import type { SchemaOf } from "../schema.ts";
import { collectSecrets } from "../secret/collect.ts";
import type { Secrets } from "../secret/secrets.ts";
import { type Counts, sumCounts } from "../stack/counts.ts";
import { reviewPlan } from "../stack/stack.ts";
import { type Verdict, worst } from "../stack/verdict.ts";
import { type Contrast, contrastsOf } from "./contrast.ts";
import type { Notice, PlanResult, SetInput, StackInput, ToolFinding } from "./input.ts";
import { type LostState, lostStates } from "./lost.ts";
import type { StackReview } from "./stack-review.ts";

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

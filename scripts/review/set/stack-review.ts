import type { PlanReview } from "../stack/stack.ts";
import type { Verdict } from "../stack/verdict.ts";
import type { StackInput } from "./input.ts";

/** One stack as a reviewer sees it. Nothing in it is secret. */
export interface StackReview
  extends Omit<StackInput, "plan" | "template" | "official" | "touched" | "text"> {
  readonly verdict: Verdict;
  /** What Terraform prints of the plan, where its counts are not ours. */
  readonly ownWords?: readonly string[];
  readonly plan?: PlanReview;
}

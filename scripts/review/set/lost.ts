import type { ResourceChange } from "../plan/plan-json.ts";
import type { ChangeReview } from "../stack/change.ts";
import type { StackInput } from "./input.ts";
import type { StackReview } from "./stack-review.ts";

/** A stack that would make nearly all that it has, where it must have stood before. */
export interface LostState {
  readonly stack: string;
  readonly creates: number;
  /** How many things it has, those included that go. */
  readonly of: number;
  /** Why it must have stood: the change under review does not lead to it, or more stands there. */
  readonly because: "untouched" | "others stand";
}

/** The share of a stack's things from which on it is nearly all of them. */
const NEARLY_ALL = 0.8;

/**
 * Stacks whose state looks lost, rolled back or read from the wrong place: an apply would make again
 * what stands already. With a base, where nothing under review leads to what is created; without one,
 * where other things of the environment stand.
 */
export function lostStates(
  inputs: readonly StackInput[],
  reviews: readonly StackReview[],
): LostState[] {
  const standing = inputs.map(({ plan }) => (plan?.resource_changes ?? []).filter(isStanding));
  return inputs.flatMap(({ stack, environment, plan, touched }, at): LostState[] => {
    const things = (plan?.resource_changes ?? []).filter(isThing);
    const changes = reviews[at]!.plan?.changes ?? [];
    const creates = changes.filter((each) => isNew(each) && (!touched || each.pending)).length;
    if (creates === 0 || creates < things.length * NEARLY_ALL) return [];
    const others = inputs.some(
      (each, other) => each.environment === environment && standing[other]!.length > 0,
    );
    if (!touched && !others) return [];
    const because = touched ? "untouched" : "others stand";
    return [{ stack, creates, of: things.length, because }];
  });
}

function isThing({ mode, deposed }: ResourceChange): boolean {
  return mode === "managed" && !deposed;
}

function isStanding(resource: ResourceChange): boolean {
  const { before } = resource.change;
  return isThing(resource) && before !== null && before !== undefined;
}

function isNew({ action, imported }: ChangeReview): boolean {
  return action === "create" && !imported;
}

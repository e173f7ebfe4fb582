import { json, type StandIn } from "./call.ts";

/**
 * Says that a target of scaling has no tags: moto keeps none, and fails when it is asked; the provider
 * would ask it 25 times, ever slower.
 */
export function scaling(): StandIn {
  return ({ operation }) =>
    operation === "AnyScaleFrontendService.ListTagsForResource" ? json({ Tags: {} }) : undefined;
}

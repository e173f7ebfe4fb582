import type { PlanJson } from "../../terraform/changes.ts";
import type { Aim } from "../provider/faults/faults.ts";

type Resource = NonNullable<PlanJson["resource_changes"]>[number] & { readonly type: string };

/** What a plan says of each address, for faults that are aimed at one. */
export function aimsOf(plan: PlanJson): Aim[] {
  const resources = (plan.resource_changes ?? []) as readonly Resource[];
  return resources.map(({ address, type, change }) => ({
    address,
    type,
    values: (change.after ?? change.before ?? {}) as Aim["values"],
  }));
}

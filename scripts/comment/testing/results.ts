import { FROM, reviewed, stackOf } from "../../render/testing/scene.ts";
import { changeOf, planOf } from "../../review/testing/handmade.ts";
import type { PlanResult } from "../result.ts";
import { FIRST } from "./markers.ts";

/** A result of a set that makes one queue. */
export function resultFor(set: string, rest: Partial<PlanResult> = {}): PlanResult {
  const queue = changeOf("aws_sqs_queue.jobs", { actions: ["create"], after: { name: "jobs" } });
  const { review } = reviewed([
    stackOf(planOf([queue]), { stack: `${set}-shop-api`, environment: set }),
  ]);
  return {
    version: 1,
    set,
    planned: "2026-11-21T14:00:00.000Z",
    digest: "9f".repeat(32),
    from: { ...FROM, commit: FIRST, command: `infra plan ${set}` },
    review,
    ...rest,
  };
}

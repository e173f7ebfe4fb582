import type { PerStage } from "@groundplan/core/stage";
import type { TrafficSteps } from "../fargate-service/index.ts";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  engine: { dev: "ecs", prod: "ecs" },
  bakeMinutes: { dev: 0, prod: 10 },
  steps: { dev: "at-once", prod: { kind: "canary", percent: 10, minutes: 5 } },
  rollbackOnErrors: { dev: false, prod: true },
  keepPriority: { dev: true, prod: true },
} as const satisfies Record<string, PerStage<unknown>> & {
  steps: PerStage<"at-once" | TrafficSteps>;
};

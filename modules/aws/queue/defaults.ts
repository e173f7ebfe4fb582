import type { PerStage } from "@groundplan/core/stage";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  visibilitySeconds: { dev: 60, prod: 60 },
  attempts: { dev: 5, prod: 5 },
  keepDays: { dev: 4, prod: 7 },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

/** Days that messages nobody could work off are kept: the most that SQS has. */
export const DEAD_DAYS = 14;

import type { PerStage } from "@groundplan/core/stage";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  versioned: { dev: false, prod: true },
  keepOldDays: { dev: 7, prod: 30 },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

/** Days after which the parts of an upload that nobody finished go. */
export const UPLOAD_DAYS = 7;

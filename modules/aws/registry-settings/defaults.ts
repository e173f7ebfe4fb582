import type { PerStage } from "@groundplan/core/stage";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  scanning: { dev: "basic", prod: "basic" },
  keepNewest: { dev: 10, prod: 50 },
} as const satisfies Record<string, PerStage<unknown>>;

import type { PerStage } from "@groundplan/core/stage";
import type { Severity } from "./alarm.ts";

type Severities = PerStage<readonly Severity[]>;

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  severities: { dev: ["critical"], prod: ["critical", "warning"] } as Severities,
  onCallHears: { dev: [], prod: ["critical"] } as Severities,
  chatHears: { dev: ["critical", "warning"], prod: ["critical", "warning"] } as Severities,
  logRetentionDays: { dev: 7, prod: 90 },
} satisfies Record<string, PerStage<unknown>>;

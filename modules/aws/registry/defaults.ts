import type { PerStage } from "@groundplan/core/stage";
import type { CleanupRules } from "./cleanup.ts";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  immutableTags: { dev: false, prod: true },
  rollbackDays: { dev: 7, prod: 30 },
  pushedTags: { dev: ["dev-*"], prod: ["v*"] },
  cleanup: {
    dev: {
      "dev-builds": { match: { tags: ["dev-*"] }, keep: { newest: 30 } },
      untagged: { match: "untagged", keep: { days: 7 } },
    },
    prod: {
      releases: { match: { tags: ["v*"] }, keep: { newest: 50 } },
      untagged: { match: "untagged", keep: { days: 30 } },
    },
  } as PerStage<CleanupRules>,
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** Tags that a deployment puts on what runs; no rule deletes an image that has one. */
export const IN_USE_TAGS = "in-use-*";

/** Name of the rule that keeps them. */
export const IN_USE_RULE = "keep-in-use";

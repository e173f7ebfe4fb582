import type { Run, RunStatus } from "../api/types.ts";

/** Where a run stands, as far as others must act on it. */
export type Standing =
  /** It works, or waits for a machine. */
  | "under way"
  /** It has planned and wants to be confirmed. */
  | "waits for confirmation"
  /** A policy failed softly: somebody must override it. */
  | "waits for an override"
  /** It will not change any more. */
  | "ended";

const ENDED: readonly RunStatus[] = [
  "planned_and_finished",
  "policy_soft_failed",
  "applied",
  "discarded",
  "errored",
  "canceled",
  "force_canceled",
];

/** Where a run stands. */
export function standingOf({ attributes: { status, actions } }: Run): Standing {
  if (ENDED.includes(status)) return "ended";
  if (status === "policy_override" || status === "post_plan_awaiting_decision") {
    return "waits for an override";
  }
  return actions["is-confirmable"] ? "waits for confirmation" : "under way";
}

const WORDS: Readonly<Partial<Record<RunStatus, string>>> = {
  pending: "waits its turn",
  plan_queued: "waits for a machine",
  planning: "plans",
  planned: "planned",
  policy_override: "waits for an override of a policy",
  post_plan_awaiting_decision: "waits for an override of a policy",
  planned_and_finished: "planned, nothing to apply",
  planned_and_saved: "planned, waits for confirmation",
  apply_queued: "waits for a machine to apply",
  applying: "applies",
  force_canceled: "canceled by force",
};

/** A status for people. */
export function wordsOfStatus(status: RunStatus): string {
  return WORDS[status] ?? status.replaceAll("_", " ");
}

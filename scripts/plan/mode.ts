/** What a plan is for: what the code wants, taking all of it down, or only looking for drift. */
export type PlanMode = "normal" | "destroy" | "refresh-only";

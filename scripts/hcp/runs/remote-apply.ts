import type { PlanMode } from "../../plan/mode.ts";
import type { PlanJson } from "../../review/plan/plan-json.ts";
import type { ToolFinding } from "../../review/set/input.ts";
import type { TerraformEvent } from "../../terraform/events.ts";
import type { Seat } from "./seat.ts";

/** What is applied, and who decides. */
export interface RemoteApplyOptions {
  readonly seat: Seat;
  readonly stack: { readonly id: string; readonly folder: string };
  readonly mode: PlanMode;
  /** Names what was reviewed: a digest. A run of ours with the same name is taken up again. */
  readonly reviewed: string;
  /** Whether what the run would do now may be done. Without its word nothing is confirmed. */
  readonly judge: (plan: PlanJson, json: string) => Promise<boolean> | boolean;
  readonly say: (text: string) => void;
  /** Told of each event that the run prints. */
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** How an apply by a run ended. */
export interface RemoteApplied {
  readonly result: /** Done. */
    | "applied"
    /** There was nothing to do. */
    | "nothing to do"
    /** The judge said no: the run was discarded, and nothing was changed. */
    | "refused"
    /** Nothing was changed by us; somebody must act first. */
    | "waiting"
    /** It failed; where it had begun to apply, some things are done. */
    | "failed"
    /** We stopped looking, and the run may go on. */
    | "unknown";
  readonly problems: readonly string[];
  /** The run's page. */
  readonly page?: string;
  readonly findings: readonly ToolFinding[];
}

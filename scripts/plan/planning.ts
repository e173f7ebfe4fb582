import type { RemoteApplied, RemoteApplyOptions } from "../hcp/runs/remote-apply.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { Notice, ToolFinding } from "../review/set/input.ts";
import type { OfficialSummary } from "../review/stack/counts.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { TerraformResult, TerraformSetting } from "../terraform/run.ts";
import type { PlanMode } from "./mode.ts";

/** Where a stack is planned and applied: a folder that Terraform may work in, and how it is run there. */
export interface PlanPlace {
  readonly folder: string;
  readonly setting: TerraformSetting;
  /** Arguments of `init` besides those that every init has. */
  readonly initArgs: readonly string[];
  /** Plans in place of Terraform in this folder: a run on HCP Terraform. */
  readonly planner?: (options: PlanStackOptions) => Promise<Planned>;
  /** Applies in its place, likewise: a run that plans anew, and is confirmed if that may be done. */
  readonly applier?: (options: Omit<RemoteApplyOptions, "seat">) => Promise<RemoteApplied>;
  /** Told of each plan before it is applied. */
  readonly applying?: (plan: PlanJson) => void;
  /** Stands around each apply, so that one that is cut off can be mended. Default: nothing does. */
  readonly guard?: (run: RunApply) => Promise<TerraformResult>;
  /** Puts a state that an apply could write nowhere to a safe place. How it comes back, in words. */
  readonly rescue?: (result: TerraformResult) => string | undefined;
  /** Told how the work on the stack ended: whether all that was to be done is done. */
  readonly ended?: (done: boolean) => void;
}

/** Runs an apply; what Terraform says goes to the given file. Default: the job's own. */
export type RunApply = (log?: string) => Promise<TerraformResult>;

/** What came of planning one stack. */
export interface Planned {
  readonly result: "planned" | "failed" | "stopped";
  /** The plan as text and as data; also of one that failed half-way. */
  readonly json?: string;
  readonly plan?: PlanJson;
  /** The same for people: only where Terraform counts something else in it than a review will. */
  readonly text?: string;
  readonly official?: OfficialSummary;
  readonly problems: readonly Notice[];
  readonly warnings: readonly Notice[];
  /** Address of a remote state that could not be read, or lacks what is read of it. */
  readonly unread?: string;
  /** Page of the run, where one has planned it. */
  readonly page?: string;
  /** What policies and other checks of a remote run said. */
  readonly findings?: readonly ToolFinding[];
}

/** How a stack is planned. */
export interface PlanStackOptions {
  readonly stack: Stack;
  readonly place: PlanPlace;
  /** Folder that gets the saved plan. */
  readonly target: string;
  readonly say: (text: string) => void;
  readonly mode: PlanMode;
  /** How long another run may hold the lock, in seconds. */
  readonly lockSeconds: number;
  /** Makes the folder ready. */
  readonly init: () => Promise<TerraformResult>;
}

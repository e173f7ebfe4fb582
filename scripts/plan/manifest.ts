import type { Notice, PlanResult, ProviderMove, StaleRead } from "../review/set/input.ts";
import type { OfficialSummary } from "../review/stack/counts.ts";
import type { PlanMode } from "./mode.ts";

/** Version of the manifest's form, and of what its digests are made of (`scripts/review/digest.ts`). */
export const VERSION = 1;

/**
 * What stands in a plan set about one stack. It holds no value of any resource, but problems and
 * warnings are in Terraform's words, which may quote one.
 */
export interface StackEntry {
  readonly stack: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
  readonly result: PlanResult;
  /** When Terraform had planned it, in ISO 8601; what is applied later, the plan does not know. */
  readonly planned?: string;
  /** What went wrong, and warnings, in Terraform's words: for those who may read the set only. */
  readonly problems: readonly Notice[];
  readonly warnings: readonly Notice[];
  readonly blockedBy?: string;
  readonly stale: readonly StaleRead[];
  /** What Terraform itself counted. */
  readonly official?: OfficialSummary;
  /** Addresses that the change under review leads to. */
  readonly touched?: readonly string[];
  readonly providers: readonly ProviderMove[];
  readonly cost?: { readonly before?: number; readonly after: number };
  /** Page of the run, where one has planned it. */
  readonly page?: string;
  /** Digest of what the plan would do; see `digestOf`. */
  readonly digest?: string;
  /** Hash of what was synthesized for it, whatever the checkout's folder; see `hashOfShape`. */
  readonly synthesized?: string;
  /** SHA-256 of each file of the stack in this set, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * What a plan set says of itself.
 *
 * A plan set is a folder: this manifest (`plan-set.json`); `estate.json`, every stack and what it
 * depends on; `sources.json` and `base-sources.json`, where things were made; for each planned stack
 * `stacks/<id>/` with the saved plan, the same as JSON, and the template that was planned; and
 * `findings/`, what other tools add. Saved plans and their JSON hold secrets in clear. An apply adds
 * `apply-<n>.log` to a stack's folder: what Terraform said.
 */
export interface PlanSetManifest {
  readonly version: typeof VERSION;
  readonly engine: { readonly engine: "terraform" | "tofu"; readonly version: string };
  readonly commit?: string;
  readonly dirty: boolean;
  /** Commit that affected stacks were found against. */
  readonly base?: string;
  readonly repository?: string;
  readonly rehearsal: boolean;
  /** What the plans are for. Left out for what the code wants. */
  readonly mode?: Exclude<PlanMode, "normal">;
  /** When it was planned, in ISO 8601. */
  readonly planned: string;
  /** The command that made it. */
  readonly command: string;
  readonly stacks: readonly StackEntry[];
}

/** Files of one stack in a plan set. The plan, its JSON and its text hold secrets. */
export const STACK_FILES = {
  plan: "plan.tfplan",
  json: "plan.json",
  template: "cdk.tf.json",
  text: "plan.txt",
} as const;

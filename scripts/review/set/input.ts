import type { StackTemplate } from "../../stacks/template.ts";
import type { PlanJson } from "../plan/plan-json.ts";
import type { SchemaOf } from "../schema.ts";
import type { Origin } from "../stack/change.ts";
import type { OfficialSummary } from "../stack/counts.ts";

/** How planning one stack ended. */
export type PlanResult = "planned" | "failed" | "stopped" | "blocked" | "unaffected" | "removed";

/** An error or a warning, as far as it may be shown. */
export interface Notice {
  readonly text: string;
  /** The construct or the address that it is about. */
  readonly about?: string;
}

/** Outputs of a producer that this plan was made with, and that will be others. */
export interface StaleRead {
  readonly producer: string;
  readonly outputs: readonly string[];
}

/** A provider whose version or lock this change moves. */
export interface ProviderMove {
  readonly provider: string;
  /** Left out where it came or went. */
  readonly from?: string;
  readonly to?: string;
  /** The version stays and the hashes in the lock file do not. */
  readonly onlyHashes?: boolean;
}

/** What another tool has found: a policy check, a linter. */
export interface ToolFinding {
  readonly tool: string;
  readonly rule: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly stack?: string;
  readonly address?: string;
}

/** What is known of one stack of a plan set. */
export interface StackInput {
  readonly stack: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
  readonly result: PlanResult;
  /** When Terraform had planned it, in ISO 8601. */
  readonly planned?: string;
  readonly plan?: PlanJson;
  readonly template?: StackTemplate;
  readonly official?: OfficialSummary;
  /** What Terraform prints of the plan for people: only where its counts are not ours. */
  readonly text?: string;
  readonly problems: readonly Notice[];
  readonly warnings: readonly Notice[];
  readonly blockedBy?: string;
  readonly stale: readonly StaleRead[];
  /** Addresses that the change under review leads to; left out without a base. */
  readonly touched?: readonly string[];
  readonly providers: readonly ProviderMove[];
  /** Fixed cost in USD a month, before and after. */
  readonly cost?: { readonly before?: number; readonly after: number };
  /** Page of the run that has planned it, where it was not planned here. */
  readonly page?: string;
  /** Digest that an apply will require. */
  readonly digest?: string;
}

/** Everything that a review is made from. */
export interface SetInput {
  readonly stacks: readonly StackInput[];
  readonly schemaOf: SchemaOf;
  /** Where a thing of a stack was made. */
  readonly originOf: (stack: string, address: string) => Origin | undefined;
  readonly findings: readonly ToolFinding[];
}

import type { Many, One, Resource } from "./resource.ts";

/** A workspace: one state, and the runs that change it. */
export interface Workspace extends Resource {
  readonly attributes: {
    readonly name: string;
    readonly "execution-mode": "remote" | "local" | "agent";
    readonly "terraform-version": string;
    readonly "working-directory": string | null;
    readonly "auto-apply": boolean;
    readonly "auto-apply-run-trigger"?: boolean;
    readonly "global-remote-state": boolean;
    readonly "queue-all-runs"?: boolean;
    readonly locked: boolean;
    readonly "locked-reason"?: string | null;
    readonly "vcs-repo"?: { readonly identifier: string } | null;
    readonly "tag-names"?: readonly string[];
  };
  readonly relationships?: {
    readonly project?: One;
    readonly "current-run"?: One;
    readonly "locked-by"?: One;
    readonly "agent-pool"?: One;
  };
}

/** Statuses that a run can have. Others may come: they count as under way. */
export type RunStatus =
  | "pending"
  | "fetching"
  | "plan_queued"
  | "planning"
  | "planned"
  | "cost_estimated"
  | "policy_checked"
  | "policy_override"
  | "policy_soft_failed"
  | "post_plan_completed"
  | "post_plan_awaiting_decision"
  | "planned_and_finished"
  | "planned_and_saved"
  | "confirmed"
  | "apply_queued"
  | "applying"
  | "applied"
  | "discarded"
  | "errored"
  | "canceled"
  | "force_canceled";

/** One run: a plan, what checks it, and perhaps an apply. */
export interface Run extends Resource {
  readonly attributes: {
    readonly status: RunStatus;
    readonly message: string;
    /** `tfe-api`, `tfe-ui`, `terraform+cloud`, `tfe-run-trigger`, ... */
    readonly source: string;
    readonly "created-at": string;
    readonly "plan-only": boolean;
    readonly "has-changes"?: boolean;
    readonly actions: {
      readonly "is-confirmable": boolean;
      readonly "is-discardable": boolean;
      readonly "is-cancelable": boolean;
    };
  };
  readonly relationships: {
    readonly workspace: One;
    readonly plan?: One;
    readonly apply?: One;
    readonly "cost-estimate"?: One;
    readonly "policy-checks"?: Many;
    readonly "task-stages"?: Many;
    readonly "created-by"?: One;
  };
}

/** The plan or the apply of a run. */
export interface Phase extends Resource {
  readonly attributes: {
    readonly status: string;
    readonly "log-read-url"?: string;
    readonly "resource-additions"?: number;
    readonly "resource-changes"?: number;
    readonly "resource-destructions"?: number;
  };
}

/** What uploaded files are, before a run takes them. */
export interface ConfigurationVersion extends Resource {
  readonly attributes: {
    readonly status: "pending" | "fetching" | "uploaded" | "archived" | "errored";
    readonly "upload-url"?: string;
    readonly "error-message"?: string | null;
  };
}

/** What the changes of a run cost. */
export interface CostEstimate extends Resource {
  readonly attributes: {
    readonly status: string;
    readonly "prior-monthly-cost"?: string;
    readonly "proposed-monthly-cost"?: string;
    readonly "delta-monthly-cost"?: string;
    readonly "error-message"?: string | null;
  };
}

/** Sentinel policies of one scope, checked against a run. */
export interface PolicyCheck extends Resource {
  readonly attributes: {
    readonly status: string;
    readonly scope: string;
    readonly result?: PolicyResult;
  };
}

/** What one set of policies said. */
export interface PolicyResult {
  readonly passed: number;
  readonly "total-failed": number;
  readonly "hard-failed": number;
  readonly "soft-failed": number;
  readonly "advisory-failed": number;
  readonly sentinel?: {
    readonly data?: Readonly<
      Record<
        string,
        {
          readonly policies?: readonly {
            readonly policy: { readonly name: string; readonly "enforcement-level": string };
            readonly result: boolean;
          }[];
        }
      >
    >;
  };
}

/** A place in a run where other services are asked. */
export interface TaskStage extends Resource {
  readonly attributes: { readonly stage: string; readonly status: string };
  readonly relationships?: {
    readonly "task-results"?: Many;
    readonly "policy-evaluations"?: Many;
  };
}

/** What one set of Open Policy Agent or Sentinel policies said, where they run in a task stage. */
export interface PolicySetOutcome extends Resource {
  readonly attributes: {
    readonly "policy-set-name": string;
    readonly error?: string | null;
    readonly outcomes: readonly {
      readonly policy_name: string;
      readonly enforcement_level: string;
      readonly status: string;
      readonly description?: string | null;
    }[];
  };
}

/** What one service said. */
export interface TaskResult extends Resource {
  readonly attributes: {
    readonly status: string;
    readonly message: string | null;
    readonly "task-name": string;
    readonly "workspace-task-enforcement-level": "advisory" | "mandatory";
    readonly url?: string | null;
  };
}

/** A user or team, as far as it may be named. */
export interface Person extends Resource {
  readonly attributes: { readonly username?: string; readonly name?: string };
}

import type { Reason } from "@groundplan/core/stage";

/** Who acts from a CI that is not GitHub. A change edits the trust in place. */
export type CiCallers = SemaphoreJobs | GitlabJobs | HcpRuns;

/** One branch or tag. Pull requests have no exact subject on these services. */
export type RefJob = { readonly branch: string } | { readonly tag: string };

/** What is the same for jobs that are known by branch or tag. */
export interface RefJobs {
  /** Which branches and tags. Their tokens name no environment: whoever may push to one, acts. */
  readonly jobs: readonly RefJob[];
  /**
   * What keeps everybody who may push from applying or releasing, as a sentence: it stands in the
   * role's description. Must be given where these jobs apply or release in prod.
   *
   * @default nothing does
   */
  readonly guard?: Reason;
}

/** Jobs of one project on Semaphore. Source: docs.semaphore.io, OpenID Connect, read 2026-11. */
export interface SemaphoreJobs extends RefJobs {
  readonly ci: "semaphore";
  /** First part of the organisation's address: `acme`. */
  readonly organization: string;
  /** Id of the project, which cannot change hands. */
  readonly projectId: string;
  /** Name of its repository, as the token says it: `infrastructure`. */
  readonly repository: string;
}

/**
 * Jobs of one project on GitLab. Its tokens tell neither whether a branch is protected nor whether it is
 * that of a merge request: name protected branches. Source: docs.gitlab.com, ID tokens, read 2026-11.
 */
export interface GitlabJobs extends RefJobs {
  readonly ci: "gitlab";
  /** Its path: `acme/platform/infrastructure`. Who takes over a path that was given up, acts. */
  readonly projectPath: string;
  /** Host of a GitLab of one's own. @default "gitlab.com" */
  readonly host?: string;
}

/**
 * Runs of workspaces on HCP Terraform: the plans where the role plans, the applies where it applies.
 * Source: developer.hashicorp.com, workload identity tokens, read 2026-11.
 */
export interface HcpRuns {
  readonly ci: "hcp-terraform";
  readonly organization: string;
  /** Name of the project that the workspaces are in. */
  readonly project: string;
  /** Names of workspaces. */
  readonly workspaces: readonly string[];
  /** Host of a Terraform Enterprise of one's own. @default "app.terraform.io" */
  readonly host?: string;
}

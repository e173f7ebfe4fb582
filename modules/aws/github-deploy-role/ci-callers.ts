import { within } from "@groundplan/core/problems";
import type { Reason, Stage } from "@groundplan/core/stage";
import type { DeployAccess } from "./access.ts";
import type { Callers } from "./callers.ts";
import { hcpProblems, jobsProblems } from "./ci-problems.ts";
import { gitlab, hcpTerraform, type IssuerAddress, semaphore } from "./token-issuer.ts";

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

/** Who signs the tokens of callers. */
export function addressOf(callers: CiCallers): IssuerAddress {
  if (callers.ci === "semaphore") return semaphore(callers.organization);
  return callers.ci === "gitlab" ? gitlab(callers.host) : hcpTerraform(callers.host);
}

/** What the tokens of callers say, and what is wrong with how they were told. */
export function ciCallers(callers: CiCallers, access: DeployAccess, stage: Stage): Callers {
  const isHcp = callers.ci === "hcp-terraform";
  const own = isHcp ? hcpProblems(callers, access) : jobsProblems(callers, access, stage);
  return {
    who: described(callers),
    prop: isHcp ? "callers.workspaces" : "callers.jobs",
    subjects: subjectsOf(callers, access),
    // AWS reads no other claim of these issuers: the subject must say all of it.
    claims: {},
    findings: within("callers", own),
  };
}

function described(callers: CiCallers): string {
  if (callers.ci === "hcp-terraform") return `runs of ${callers.organization}/${callers.project}`;
  const whose = callers.ci === "gitlab" ? callers.projectPath : callers.repository;
  return `jobs of ${whose}${callers.guard ? `; ${callers.guard.reason}` : ""}`;
}

function subjectsOf(callers: CiCallers, { kind }: DeployAccess): string[] {
  switch (callers.ci) {
    case "hcp-terraform": {
      const place = `organization:${callers.organization}:project:${callers.project}`;
      return callers.workspaces.map((each) => `${place}:workspace:${each}:run_phase:${kind}`);
    }
    case "gitlab": {
      const project = `project_path:${callers.projectPath}`;
      return callers.jobs.map((job) => `${project}:${refClaims(job, "", "")}`);
    }
    case "semaphore": {
      const { organization, projectId, repository, jobs } = callers;
      const project = `org:${organization}:project:${projectId}:repo:${repository}`;
      return jobs.map((job) => `${project}:${refClaims(job, "refs/heads/", "refs/tags/")}`);
    }
  }
}

/** Branch or tag, with what a service writes before its name. */
function refClaims(job: RefJob, beforeBranch: string, beforeTag: string): string {
  return "tag" in job
    ? `ref_type:tag:ref:${beforeTag}${job.tag}`
    : `ref_type:branch:ref:${beforeBranch}${job.branch}`;
}

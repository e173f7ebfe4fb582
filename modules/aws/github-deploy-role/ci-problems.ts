import { type Finding, matching, must, reasonGiven, unique } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import type { DeployAccess } from "./access.ts";
import type { GitlabJobs, HcpRuns, SemaphoreJobs } from "./ci-jobs.ts";

/** One exact name: nothing that an issuer or IAM reads as more than itself. */
const NAME = { pattern: /^[A-Za-z0-9][\w. -]*$/, words: "be one exact name, without a wildcard" };
const PATH = { pattern: /^[A-Za-z0-9][\w./-]*$/, words: "be one exact name, without a wildcard" };

/** What is wrong with runs of HCP Terraform. */
export function hcpProblems(
  { organization, project, workspaces }: HcpRuns,
  { kind }: DeployAccess,
): Finding[] {
  return [
    matching("organization", organization, NAME.pattern, NAME.words),
    matching("project", project, NAME.pattern, NAME.words),
    must(workspaces.length > 0, "workspaces", "name at least one workspace"),
    unique("workspaces", workspaces),
    ...workspaces.map((name) => matching("workspaces", name, /^[\w-]+$/, NAME.words)),
    must(
      kind === "plan" || kind === "apply",
      "ci",
      `be one that can ${kind}`,
      "hcp-terraform",
      "a run plans or applies, nothing else",
    ),
  ];
}

/** What is wrong with jobs of Semaphore or GitLab. */
export function jobsProblems(
  callers: SemaphoreJobs | GitlabJobs,
  { kind }: DeployAccess,
  stage: Stage,
): Finding[] {
  const { jobs, guard } = callers;
  const names = jobs.map((job) => Object.entries(job).flat().join(" "));
  const needsGuard = stage === "prod" && (kind === "apply" || kind === "release");
  return [
    ...(callers.ci === "gitlab"
      ? [matching("projectPath", callers.projectPath, PATH.pattern, PATH.words)]
      : semaphoreProblems(callers)),
    must(jobs.length > 0, "jobs", "name at least one job"),
    unique("jobs", names),
    ...jobs.flatMap((job) =>
      Object.entries(job).map(([type, name]) =>
        matching(`jobs.${type}`, name, PATH.pattern, PATH.words),
      ),
    ),
    must(
      !needsGuard || guard !== undefined,
      "guard",
      `say what keeps everybody who may push from it, where jobs ${kind} in prod`,
    ),
    ...(guard ? guardProblems(guard.reason) : []),
  ];
}

/** It becomes part of a role's description, in which IAM takes Latin characters only. */
function guardProblems(reason: string): Finding[] {
  const words = "be in Latin characters, as a role's description is";
  return [
    reasonGiven("guard", reason),
    matching("guard.reason", reason, /^[\x20-\x7e\u00a1-\u00ff]*$/, words),
  ];
}

function semaphoreProblems({ organization, projectId, repository }: SemaphoreJobs): Finding[] {
  return [
    matching(
      "organization",
      organization,
      /^[a-z0-9][a-z0-9-]*$/,
      "be the first part of its address",
    ),
    matching("projectId", projectId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "be a UUID"),
    matching("repository", repository, PATH.pattern, PATH.words),
  ];
}

import { within } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import type { DeployAccess } from "./access.ts";
import type { Callers } from "./callers.ts";
import type { CiCallers, RefJob } from "./ci-jobs.ts";
import { hcpProblems, jobsProblems } from "./ci-problems.ts";
import { gitlab, hcpTerraform, type IssuerAddress, semaphore } from "./token-issuer.ts";

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

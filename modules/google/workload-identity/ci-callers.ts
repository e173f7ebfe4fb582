import { githubJobKey } from "@groundplan/core/github";
import { type Finding, matching, must, reasonGiven, unique } from "@groundplan/core/problems";
import type { Reason, Stage } from "@groundplan/core/stage";
import type { GoogleGrantee } from "../iam/index.ts";
import type { IssuerCallers } from "./other-issuers.ts";
import type { WorkloadIdentity } from "./workload-identity.ts";

/** Who plans or applies from a CI that is not GitHub. A change edits the trust in place. */
export type CiCallers = SemaphoreBranches | HcpWorkspaces;

/**
 * Jobs of one project on Semaphore, on named branches. Its tokens tell a pull request of a fork from one
 * of the repository's own by nothing, so pull requests are not to be had. Debug jobs are shut out.
 * Source: docs.semaphore.io, OIDC tokens, read 2026-11.
 */
export interface SemaphoreBranches {
  readonly ci: "semaphore";
  /** First part of the organisation's address: `acme`. */
  readonly organization: string;
  /** Id of the project, which cannot change hands. */
  readonly projectId: string;
  /** Which branches: whoever may push to one, acts. */
  readonly branches: readonly string[];
  /**
   * What keeps everybody who may push from applying, as a sentence: it stands in the account's
   * description. Must be given where these jobs apply in prod.
   *
   * @default nothing does
   */
  readonly guard?: Reason;
}

/**
 * Runs of workspaces on HCP Terraform: the plans where the account plans, the applies where it applies.
 * Source: developer.hashicorp.com, workload identity tokens, read 2026-11.
 */
export interface HcpWorkspaces {
  readonly ci: "hcp-terraform";
  /** Id of the organisation, which cannot change hands: `org-AbCdEfGh12345678`. */
  readonly organizationId: string;
  /** Names of workspaces. */
  readonly workspaces: readonly string[];
  /** Host of a Terraform Enterprise of one's own. @default "app.terraform.io" */
  readonly host?: string;
}

/** What a caller may do: a run plans or applies, nothing else. */
export type CiPurpose = "plan" | "apply";

/** A caller that acts as an account, with what guards it. */
export interface ActingCaller extends GoogleGrantee {
  /** Stands in the account's description. */
  readonly guard?: string;
}

/** How the pool lets them log in: by the id of their own place, with a subject that fits. */
export function issuerCallers(callers: CiCallers): IssuerCallers {
  if (callers.ci === "hcp-terraform") {
    return {
      issuer: `https://${callers.host ?? "app.terraform.io"}`,
      claims: { terraform_organization_id: callers.organizationId },
      subject: ["terraform_workspace_name", "terraform_run_phase"],
    };
  }
  const issuer = `https://${callers.organization}.semaphoreci.com`;
  return {
    issuer,
    claims: { prj_id: callers.projectId, job_type: "pipeline_job" },
    subject: ["ref_type", "branch"],
    audience: issuer,
  };
}

/** The callers as grantees, one for each exact subject; `key` is that of their issuer in the pool. */
export function actingCallers(
  identity: WorkloadIdentity,
  key: string,
  callers: CiCallers,
  purpose: CiPurpose,
): ActingCaller[] {
  if (callers.ci === "hcp-terraform") {
    return callers.workspaces.map((name) =>
      identity.caller(`${key}-${name}`, `${key}:${name}:${purpose}`),
    );
  }
  const { branches, guard } = callers;
  return branches.map((branch) => ({
    ...identity.caller(`${key}-${githubJobKey({ branch })}`, `${key}:branch:${branch}`),
    ...(guard && { guard: guard.reason }),
  }));
}

/** One exact name: nothing that could be read as more than itself, or as another part of the subject. */
const NAME = { pattern: /^[A-Za-z0-9][\w./-]*$/, words: "be one exact name, without a wildcard" };

/** What is wrong with callers. */
export function ciCallerProblems(
  prop: string,
  callers: CiCallers,
  purpose: CiPurpose,
  stage: Stage,
): Finding[] {
  const list = callers.ci === "semaphore" ? "branches" : "workspaces";
  const names = callers.ci === "semaphore" ? callers.branches : callers.workspaces;
  return [
    ...(callers.ci === "semaphore"
      ? semaphoreProblems(prop, callers, purpose, stage)
      : [
          matching(
            `${prop}.organizationId`,
            callers.organizationId,
            /^org-[A-Za-z0-9]+$/,
            "be the id of an organisation, such as org-AbCdEfGh12345678",
          ),
        ]),
    must(names.length > 0, `${prop}.${list}`, "name at least one"),
    unique(`${prop}.${list}`, names),
    ...names.map((name) => matching(`${prop}.${list}`, name, NAME.pattern, NAME.words)),
  ];
}

function semaphoreProblems(
  prop: string,
  { organization, projectId, guard }: SemaphoreBranches,
  purpose: CiPurpose,
  stage: Stage,
): Finding[] {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  return [
    matching(
      `${prop}.organization`,
      organization,
      /^[a-z0-9][a-z0-9-]*$/,
      "be the first part of its address",
    ),
    matching(`${prop}.projectId`, projectId, uuid, "be a UUID"),
    must(
      stage !== "prod" || purpose !== "apply" || guard !== undefined,
      `${prop}.guard`,
      "say what keeps everybody who may push from it, where jobs apply in prod",
    ),
    ...(guard ? [reasonGiven(`${prop}.guard`, guard.reason)] : []),
  ];
}

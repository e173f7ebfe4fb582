import { check } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import {
  actingCallers,
  type CiCallers,
  type CiPurpose,
  ciCallerProblems,
  DeployAccount,
  type HcpWorkspaces,
  issuerCallers,
  type SemaphoreBranches,
  WorkloadIdentity,
} from "./index.ts";

const SEMAPHORE: SemaphoreBranches = {
  ci: "semaphore",
  organization: "acme",
  projectId: "936a5312-a3b8-4921-8b3f-2cec8baac574",
  branches: ["main"],
  guard: { reason: "Promotions are for the deployment target groundplan" },
};
const HCP: HcpWorkspaces = {
  ci: "hcp-terraform",
  organizationId: "org-AbCdEfGh12345678",
  workspaces: ["acme-dev-music-graph-registry"],
};
const REPOSITORY = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};

/** An account that applies for GitHub's jobs and for callers of another CI. */
function made(key: string, callers: CiCallers, purpose: CiPurpose = "apply") {
  return synth((stack) => {
    const identity = new WorkloadIdentity(stack, "ci", {
      stage: "prod",
      name: "acme-prod-ci",
      project: "acme-prod",
      github: [REPOSITORY],
      issuers: { [key]: issuerCallers(callers) },
    });
    new DeployAccount(stack, "account", {
      stage: "prod",
      name: "acme-prod-apply",
      project: "acme-prod",
      identity,
      github: { repository: REPOSITORY, jobs: [{ environment: "prod" }] },
      others: actingCallers(identity, key, callers, purpose),
      purpose: "apply",
      roles: ["roles/artifactregistry.admin"],
    });
  });
}

/** How tokens of the other CI log in. */
const door = (key: string, callers: CiCallers) =>
  Object.values(resourcesOf(made(key, callers), "google_iam_workload_identity_pool_provider")).find(
    (each) => each["workload_identity_pool_provider_id"] === `ci-${key}`,
  );

/** Subjects that act as the account, without the name of the pool. */
const subjects = (key: string, callers: CiCallers, purpose?: CiPurpose) =>
  Object.values(resourcesOf(made(key, callers, purpose), "google_service_account_iam_member")).map(
    ({ member }) => String(member).split("/subject/")[1],
  );

describe("jobs of Semaphore", () => {
  it("log in by their project's id, not from a debug session, with a subject that is short", () => {
    expect(door("semaphore", SEMAPHORE)).toMatchObject({
      oidc: {
        issuer_uri: "https://acme.semaphoreci.com",
        allowed_audiences: ["https://acme.semaphoreci.com"],
      },
      attribute_mapping: {
        "google.subject": '"semaphore:" + assertion.ref_type + ":" + assertion.branch',
      },
      attribute_condition: `assertion.prj_id == "${SEMAPHORE.projectId}" && assertion.job_type == "pipeline_job"`,
    });
  });

  it("act from the branches that are named, guarded in words that the plan shows", () => {
    expect(subjects("semaphore", SEMAPHORE).sort()).toEqual([
      "repo:acme@1234567/infrastructure@7654321:environment:prod",
      "semaphore:branch:main",
    ]);
    expect(only(made("semaphore", SEMAPHORE), "google_service_account")["description"]).toBe(
      "Plans and applies for jobs of acme/infrastructure; Promotions are for the deployment target groundplan",
    );
  });
});

describe("runs on HCP Terraform", () => {
  it("log in by their organisation's id, for the provider itself", () => {
    expect(door("hcp", HCP)).toMatchObject({
      oidc: { issuer_uri: "https://app.terraform.io" },
      attribute_mapping: {
        "google.subject":
          '"hcp:" + assertion.terraform_workspace_name + ":" + assertion.terraform_run_phase',
      },
      attribute_condition: 'assertion.terraform_organization_id == "org-AbCdEfGh12345678"',
    });
    expect(door("hcp", HCP)).not.toHaveProperty("oidc.allowed_audiences");
  });

  it.each(["plan", "apply"] as const)("act in the phase that the account is for: %s", (purpose) => {
    expect(subjects("hcp", HCP, purpose)).toContain(`hcp:acme-dev-music-graph-registry:${purpose}`);
  });
});

it("callers are refused for all that is wrong with them at once", () => {
  const said = (callers: CiCallers, stage: Stage, purpose: CiPurpose) =>
    refusal(() =>
      synth((stack) => check(stack, ciCallerProblems("plan", callers, purpose, stage))),
    ).split("\n");
  const { guard: _guard, ...unguarded } = SEMAPHORE;
  const odd = { organization: "Acme!", projectId: "7", branches: ["*", "*"] };
  expect(said({ ...unguarded, ...odd }, "prod", "apply")).toEqual([
    'test: plan.organization must be the first part of its address, got "Acme!"',
    'test: plan.projectId must be a UUID, got "7"',
    "test: plan.guard must say what keeps everybody who may push from it, where jobs apply in prod",
    'test: plan.branches must not repeat a value, got "*"',
    'test: plan.branches must be one exact name, without a wildcard, got "*"',
  ]);
  expect(said({ ...HCP, organizationId: "acme", workspaces: [] }, "dev", "plan")).toEqual([
    'test: plan.organizationId must be the id of an organisation, such as org-AbCdEfGh12345678, got "acme"',
    "test: plan.workspaces must name at least one",
  ]);
  expect(said(unguarded, "dev", "apply")).toEqual([""]);
});

import type { GithubJob, GithubRepository } from "@groundplan/core/github";
import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import {
  DEFAULTS,
  DeployAccount,
  type DeployAccountProps,
  WorkloadIdentity,
  type WorkloadIdentityProps,
} from "./index.ts";

const REPOSITORY: GithubRepository = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};
const DEV: WorkloadIdentityProps = {
  stage: "dev",
  name: "acme-dev-foundation",
  project: "acme-dev",
  github: [REPOSITORY],
};

const make = (props: Partial<WorkloadIdentityProps> = {}) =>
  synth((stack) => new WorkloadIdentity(stack, "ci", { ...DEV, ...props }));
const provider = (props?: Partial<WorkloadIdentityProps>) =>
  only(make(props), "google_iam_workload_identity_pool_provider");

describe("WorkloadIdentity", () => {
  it("lets one repository in, by the numbers of its owner and its own", () => {
    expect(provider()).toMatchObject({
      workload_identity_pool_provider_id: "github",
      oidc: { issuer_uri: "https://token.actions.githubusercontent.com" },
      attribute_condition:
        '(assertion.repository_owner_id == "1234567" && assertion.repository_id == "7654321")',
    });
  });

  it("lets each of several repositories in with its own owner", () => {
    const other = { ...REPOSITORY, ownerId: "2", repositoryId: "3" };
    expect(provider({ github: [REPOSITORY, other] }).attribute_condition).toBe(
      '(assertion.repository_owner_id == "1234567" && assertion.repository_id == "7654321") || ' +
        '(assertion.repository_owner_id == "2" && assertion.repository_id == "3")',
    );
  });

  it("maps only claims that every token has, and keeps its condition against overrides", () => {
    const github = {
      attributeCondition: "true",
      attributeMapping: { "attribute.actor": "assertion.actor", "google.subject": "assertion.x" },
    };
    const made = provider({ overrides: { github } });
    expect(made.attribute_mapping).toEqual({
      "attribute.actor": "assertion.actor",
      "google.subject": "assertion.sub",
      "attribute.repository_id": "assertion.repository_id",
      "attribute.repository_owner_id": "assertion.repository_owner_id",
      "attribute.ref": "assertion.ref",
      "attribute.workflow_ref": "assertion.workflow_ref",
    });
    expect(made.attribute_condition).toContain("repository_owner_id");
  });

  it.each([
    ["dev", false],
    ["prod", true],
  ] as const)("refuses its destruction in %s: %s", (stage, preventDestroy) => {
    const pool = only(make({ stage }), "google_iam_workload_identity_pool");
    expect(pool.lifecycle).toEqual({ prevent_destroy: preventDestroy });
    expect(DEFAULTS.protect[stage]).toBe(preventDestroy);
  });

  it("keeps its address: changing it cuts every caller off for 30 days", () => {
    const pools = addresses(make()).filter((address) => !address.includes("_provider."));
    expect(pools).toEqual(["google_iam_workload_identity_pool.ci"]);
  });

  it("refuses nobody, names for numbers, and an id that is Google's own, at once", () => {
    expect(refusal(() => make({ name: "gcp-ci", generation: 0, github: [] }))).toBe(
      [
        "test/ci: generation must be at least 1, got 0",
        'test/ci: name must be 4 to 32 lower-case letters, digits and hyphens, and not begin with gcp-, got "gcp-ci-0"',
        "test/ci: github must name at least one repository, or issuers another CI",
      ].join("\n"),
    );
    expect(refusal(() => make({ github: [{ ...REPOSITORY, ownerId: "acme" }] }))).toBe(
      'test/ci: github.ownerId must be digits, got "acme"',
    );
  });
});

describe("DeployAccount", () => {
  const account = (props: Partial<DeployAccountProps> = {}) =>
    synth((stack) => {
      new DeployAccount(stack, "plan", {
        stage: "dev",
        name: "acme-dev-foundation-plan",
        project: "acme-dev",
        identity: new WorkloadIdentity(stack, "ci", DEV),
        github: { repository: REPOSITORY, jobs: [{ pullRequest: true }, { branch: "main" }] },
        purpose: "plan",
        roles: ["roles/compute.viewer"],
        ...props,
      });
    });
  const apply = (jobs: readonly GithubJob[], props: Partial<DeployAccountProps> = {}) =>
    account({ purpose: "apply", github: { repository: REPOSITORY, jobs }, ...props });

  it("is acted as by the exact subject of each job", () => {
    const trusts = resourcesOf(account(), "google_service_account_iam_member");
    expect(Object.values(trusts)).toEqual([
      {
        member:
          "principal://iam.googleapis.com/${google_iam_workload_identity_pool.ci.name}/subject/repo:acme@1234567/infrastructure@7654321:ref:refs/heads/main",
        role: "roles/iam.workloadIdentityUser",
        service_account_id: "${google_service_account.plan.name}",
      },
      expect.objectContaining({ member: expect.stringMatching(/:pull_request$/) }),
    ]);
  });

  it("is acted as by both forms of a subject while a repository changes over", () => {
    const github = {
      repository: REPOSITORY,
      jobs: [{ environment: "dev" }],
      subjectFormat: "both",
    } as const;
    const trusts = resourcesOf(account({ github }), "google_service_account_iam_member");
    const subjects = Object.values(trusts).map(({ member }) => member.split("/subject/")[1]);
    expect(subjects.sort()).toEqual([
      "repo:acme/infrastructure:environment:dev",
      "repo:acme@1234567/infrastructure@7654321:environment:dev",
    ]);
  });

  it("has its roles on the project and no key", () => {
    const template = account();
    expect(only(template, "google_project_iam_member")).toEqual({
      project: "acme-dev",
      role: "roles/compute.viewer",
      member: "${google_service_account.plan.member}",
    });
    expect(JSON.stringify(template)).not.toContain("service_account_key");
  });

  it("refuses basic roles, roles over others, and to write where it plans, at once", () => {
    const roles = ["roles/owner", "roles/iam.serviceAccountUser", "roles/compute.admin", "viewer"];
    expect(refusal(() => account({ roles }))).toBe(
      [
        'roles must not be basic roles, got "roles/owner"; name the roles of the services that it works with',
        'roles must not be over other identities of the project, got "roles/iam.serviceAccountUser"; grant it on the one account that is meant',
        'roles must read only, for an account that plans, got "roles/compute.admin"',
        'roles must be roles such as roles/compute.viewer, got "viewer"',
      ]
        .map((line) => `test/plan: ${line}`)
        .join("\n"),
    );
    expect(refusal(() => apply([{ branch: "main" }], { roles: ["roles/compute.admin"] }))).toBe("");
  });

  it("applies for environments in prod, and for a pull request nowhere", () => {
    expect(
      refusal(() => apply([{ pullRequest: true }, { branch: "main" }], { stage: "prod" })),
    ).toBe(
      [
        "test/plan: github.jobs must not be pull requests where they apply; let pull requests plan",
        'test/plan: github.jobs must be those of environments where they apply in prod, got [{"pullRequest":true},{"branch":"main"}]; an environment has reviewers; a branch has whoever may push',
      ].join("\n"),
    );
  });

  it("refuses a repository that cannot log in, and a subject that is too long to log in with", () => {
    const repository = { ...REPOSITORY, repositoryId: "9" };
    const environment = "e".repeat(90);
    expect(
      refusal(() => apply([{ environment }], { github: { repository, jobs: [{ environment }] } })),
    ).toBe(
      [
        `test/plan: github.jobs must make subjects of at most 127 characters, got "repo:acme@1234567/infrastructure@9:environment:${environment}"; give the environment or the branch a shorter name`,
        'test/plan: github.repository must be one that the identity\'s pool lets in, got "acme/infrastructure"',
      ].join("\n"),
    );
  });
});

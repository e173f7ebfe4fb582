import type { GithubJob, GithubRepository } from "@groundplan/core/github";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { allows } from "../testing/judge-policy.ts";
import { released } from "../testing/release.ts";
import {
  GithubDeployRole,
  type GithubDeployRoleProps,
  GithubIssuer,
  gitlab,
  type IssuerAddress,
  semaphore,
  TokenIssuer,
} from "./index.ts";

const HOST = "token.actions.githubusercontent.com";
const REPOSITORY: GithubRepository = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};

function make(props: Partial<GithubDeployRoleProps>): Template {
  return synth((stack) => {
    new GithubDeployRole(stack, "ci", {
      stage: "dev",
      name: "acme-dev-ci",
      issuer: GithubIssuer.fromExisting(stack),
      repository: REPOSITORY,
      jobs: [{ pullRequest: true }],
      access: { kind: "plan", opens: [] },
      ...props,
    });
  });
}

const trust = (template: Template) => JSON.parse(only(template, "aws_iam_role").assume_role_policy);

describe("one workflow", () => {
  const workflow = { file: "deploy.yml", ref: "refs/heads/main" };

  it("is named exactly, beside the jobs", () => {
    const template = make({ workflow, jobs: [{ environment: "dev" }] });
    expect(trust(template).Statement[0].Condition.StringEquals).toMatchObject({
      [`${HOST}:sub`]: ["repo:acme@1234567/infrastructure@7654321:environment:dev"],
      [`${HOST}:job_workflow_ref`]: [
        "acme/infrastructure/.github/workflows/deploy.yml@refs/heads/main",
      ],
    });
  });

  it("is refused as a pattern, and for pull requests, at once", () => {
    expect(refusal(() => make({ workflow: { file: "*", ref: "refs/heads/*" } }))).toBe(
      [
        'workflow.file must be a file such as deploy.yml, got "*"',
        'workflow.ref must be one exact branch or tag such as refs/heads/main, got "refs/heads/*"',
        "workflow must not be set with pull requests; each of them takes the workflow from a ref of its own",
      ]
        .map((line) => `test/ci: ${line}`)
        .join("\n"),
    );
  });
});

describe("callers of another CI beside those of GitHub", () => {
  const callers = {
    ci: "semaphore",
    organization: "acme",
    projectId: "936a5312-a3b8-4921-8b3f-2cec8baac574",
    repository: "infrastructure",
    jobs: [{ branch: "main" }],
  } as const;
  const withOthers = (key: string, address: IssuerAddress, change: object = {}) =>
    synth((stack) => {
      new GithubDeployRole(stack, "ci", {
        stage: "dev",
        name: "acme-dev-ci",
        issuer: GithubIssuer.fromExisting(stack),
        repository: REPOSITORY,
        jobs: [{ branch: "main" }],
        access: { kind: "push" },
        others: {
          [key]: {
            issuer: TokenIssuer.fromExisting(stack, address),
            callers: { ...callers, ...change },
          },
        },
      });
    });

  it("are trusted in a statement of their own, and told in the description", () => {
    const template = withOthers("semaphore", semaphore("acme"));
    const statements = trust(template).Statement;
    expect(statements.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "ExactJobs",
      "ExactJobsOfSemaphore",
    ]);
    expect(statements[0].Principal.Federated[0]).toContain(HOST);
    expect(Object.keys(statements[1].Condition.StringEquals)).toEqual([
      "acme.semaphoreci.com:aud",
      "acme.semaphoreci.com:sub",
    ]);
    expect(only(template, "aws_iam_role").description).toBe(
      "Pushes images for jobs of acme/infrastructure and jobs of infrastructure",
    );
  });

  it("are refused by the path of their key", () => {
    expect(refusal(() => withOthers("Our-CI", gitlab(), { jobs: [{ branch: "*" }] }))).toBe(
      [
        'others.Our-CI must have a key of lower-case letters and digits, got "Our-CI"',
        'others.Our-CI.callers.jobs.branch must be one exact name, without a wildcard, got "*"',
        'others.Our-CI.issuer.host must be acme.semaphoreci.com, who signs the tokens of callers, got "gitlab.com"',
      ]
        .map((line) => `test/ci: ${line}`)
        .join("\n"),
    );
  });
});

describe("a role that pushes or releases", () => {
  it.each([
    ["push", "Pushes images for jobs of acme/infrastructure"],
    ["release", "Releases for jobs of acme/infrastructure"],
  ] as const)("to %s has no right until somebody grants one", (kind, description) => {
    const template = make({ access: { kind }, jobs: [{ environment: "dev" }] });
    expect(only(template, "aws_iam_role").description).toBe(description);
    expect(Object.keys(template.resource).sort()).toEqual([
      "aws_iam_role",
      "aws_iam_role_policy_attachments_exclusive",
    ]);
  });

  it("pushes from a branch in prod, releases from environments alone, and never for pull requests", () => {
    const wrong = (kind: "push" | "release", job: GithubJob) =>
      refusal(() => make({ stage: "prod", access: { kind }, jobs: [job] }));
    expect(wrong("push", { branch: "main" })).toBe("");
    expect(wrong("release", { branch: "main" })).toBe(
      'test/ci: jobs must be those of environments where they apply in prod, got [{"branch":"main"}]; an environment has reviewers; a branch has whoever may push',
    );
    expect(wrong("push", { pullRequest: true })).toBe(
      "test/ci: jobs must not be pull requests where they push images; whoever may push a branch could replace an image",
    );
  });

  it("releases the service that grants it, and no other", () => {
    const template = released({ engine: "ecs" }, ({ made }) => {
      const stack = TerraformStack.of(made);
      const role = new GithubDeployRole(stack, "ci", {
        stage: "prod",
        name: "acme-prod-release",
        issuer: GithubIssuer.fromExisting(stack),
        repository: REPOSITORY,
        jobs: [{ environment: "prod" }],
        access: { kind: "release" },
      });
      made.grantRelease(role);
    });
    const policy = JSON.parse(
      Object.values(resourcesOf(template, "aws_iam_role_policy")).find(
        ({ name }) => name === "deploy-web",
      )!.policy,
    );
    const may = (service: string) =>
      allows(policy, {
        action: "ecs:UpdateService",
        resource: `arn:aws:ecs:eu-west-1:111122223333:service/acme-dev-main/${service}`,
      });
    expect([may("acme-prod-api-web"), may("acme-prod-other")]).toEqual([true, false]);
  });
});

import type { AwsCi, GoogleCi, OtherCi } from "@groundplan/apps/foundation/settings";
import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import { prod } from "../prod/environment.ts";
import { validate } from "../validate.ts";
import { synthEstate } from "./synth-estate.ts";

const PROVIDER = "aws_iam_openid_connect_provider";
const JOBS = {
  ci: "semaphore",
  organization: "acme",
  projectId: "936a5312-a3b8-4921-8b3f-2cec8baac574",
  repository: "infrastructure",
  jobs: [{ branch: "main" }],
} as const;
const HCP = {
  ci: "hcp-terraform",
  organization: "acme",
  project: "dev",
  workspaces: ["acme-dev-music-library-network"],
} as const;

/** An environment whose CI has others beside GitHub. */
function having(environment: typeof dev | typeof prod, others: AwsCi["others"]) {
  const { ci } = environment.apps.foundation;
  const aws: AwsCi = { ...ci.aws, others };
  return { ...environment, apps: { foundation: { ci: { ...ci, aws } } } };
}

const ciStack = (others: Readonly<Record<string, OtherCi>>) =>
  synthEstate([having(dev, others)]).get("dev-foundation-ci")!.template;

/** Subjects that the roles of CI trust, by the last part of the role's name. */
function subjects(others: Readonly<Record<string, OtherCi>>, host: string) {
  const roles = Object.values(ciStack(others).resource["aws_iam_role"]!);
  return Object.fromEntries(
    roles.map((role) => {
      const { Statement } = JSON.parse(role["assume_role_policy"]);
      const of = Statement.map(
        (each: { Condition: Record<string, object> }) =>
          (each.Condition["StringEquals"] as Record<string, string[]>)[`${host}:sub`],
      );
      return [role["name"].split("-").at(-1), of.flat().filter(Boolean)];
    }),
  );
}

describe("another CI", () => {
  it("acts with the roles that GitHub's jobs act with: an apply where runs apply", () => {
    const place = "organization:acme:project:dev:workspace:acme-dev-music-library-network";
    expect(subjects({ hcp: { plan: HCP, apply: HCP } }, "app.terraform.io")).toEqual({
      plan: [`${place}:run_phase:plan`],
      apply: [`${place}:run_phase:apply`],
    });
  });

  it("has its identity provider made beside GitHub's, or left alone where it exists", () => {
    const urls = (issuer: OtherCi["issuer"]) => {
      const template = ciStack({ semaphore: { plan: JOBS, apply: JOBS, issuer } });
      return Object.values(template.resource[PROVIDER]!).map(({ url }) => url);
    };
    const github = "https://token.actions.githubusercontent.com";
    expect(urls("made")).toEqual([github, "https://acme.semaphoreci.com"]);
    expect(urls("exists")).toEqual([github]);
  });
});

it("is refused in the words of the settings, all at once", () => {
  const said = (others: AwsCi["others"]) =>
    refusal(() => validate([having(prod, others)]))
      .split("\n")
      .map((line) => line.replace("environments/prod/environment.ts: apps.foundation.ci.", ""));
  const plan = { ...JOBS, jobs: [{ branch: "*" }] };
  expect(said({ semaphore: { plan, apply: HCP }, other: { plan: JOBS, apply: JOBS } })).toEqual([
    'aws.others.semaphore.plan.jobs.branch must be one exact name, without a wildcard, got "*"',
    "aws.others.other.apply.guard must say what keeps everybody who may push from it, where jobs apply in prod",
    'aws.others must not repeat a value, got "acme.semaphoreci.com"',
    'aws.others.semaphore.apply must be on acme.semaphoreci.com, where plan is, got "app.terraform.io"',
  ]);
});

describe("another CI on Google Cloud", () => {
  const BRANCHES = {
    ci: "semaphore",
    organization: "acme",
    projectId: JOBS.projectId,
    branches: ["main"],
  } as const;
  const RUNS = {
    ci: "hcp-terraform",
    organizationId: "org-AbCdEfGh12345678",
    workspaces: ["acme-dev-music-graph-registry"],
  } as const;
  const withGoogle = (environment: typeof dev | typeof prod, others: GoogleCi["others"]) => {
    const { ci } = environment.apps.foundation;
    const google: GoogleCi = { ...ci.google, others };
    return { ...environment, apps: { foundation: { ci: { ...ci, google } } } };
  };

  it("acts as the accounts that GitHub's jobs act as, each in its own phase", () => {
    const others = {
      semaphore: { plan: BRANCHES, apply: BRANCHES },
      hcp: { plan: RUNS, apply: RUNS },
    };
    const { resource } = synthEstate([withGoogle(dev, others)]).get("dev-foundation-ci")!.template;
    const accounts = resource["google_service_account"]!;
    const trust = Object.values(resource["google_service_account_iam_member"]!).map(
      ({ service_account_id, member }) => [
        accounts[service_account_id.split(".")[1]]!["account_id"].split("-").at(-1),
        member.split("/subject/")[1],
      ],
    );
    expect(trust).toEqual(
      expect.arrayContaining([
        ["plan", "semaphore:branch:main"],
        ["plan", "hcp:acme-dev-music-graph-registry:plan"],
        ["apply", "semaphore:branch:main"],
        ["apply", "hcp:acme-dev-music-graph-registry:apply"],
      ]),
    );
    expect(trust.filter(([, subject]) => !subject.startsWith("repo:"))).toHaveLength(4);
  });

  it("is refused in the words of the settings, all at once", () => {
    const others = {
      semaphore: { plan: { ...BRANCHES, branches: ["*"] }, apply: BRANCHES },
      "Other CI": { plan: RUNS, apply: { ...RUNS, organizationId: "org-other" } },
    };
    const said = refusal(() => validate([withGoogle(prod, others)])).split("\n");
    expect(
      said.map((line) => line.replace("environments/prod/environment.ts: apps.foundation.ci.", "")),
    ).toEqual([
      'google.others.semaphore.plan.branches must be one exact name, without a wildcard, got "*"',
      "google.others.semaphore.apply.guard must say what keeps everybody who may push from it, where jobs apply in prod",
      'google.others.Other CI must be a kebab-case key, got "Other CI"',
      "google.others.Other CI.apply must be of the project or organisation that plan is of",
    ]);
  });
});

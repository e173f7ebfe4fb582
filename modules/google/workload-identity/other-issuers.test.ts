import type { GithubRepository } from "@groundplan/core/github";
import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { type IssuerCallers, WorkloadIdentity, type WorkloadIdentityProps } from "./index.ts";

const GITLAB: IssuerCallers = {
  issuer: "https://gitlab.com",
  claims: { project_id: "278964", ref_protected: "true" },
};
const REPOSITORY: GithubRepository = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};
const PROPS: WorkloadIdentityProps = {
  stage: "dev",
  name: "acme-dev-ci",
  project: "acme-dev",
  issuers: { gitlab: GITLAB },
};

const make = (
  props: Partial<WorkloadIdentityProps> = {},
  act: (identity: WorkloadIdentity) => void = () => {},
) => synth((stack) => act(new WorkloadIdentity(stack, "ci", { ...PROPS, ...props })));
const provider = (props?: Partial<WorkloadIdentityProps>) =>
  only(make(props), "google_iam_workload_identity_pool_provider");
const refused = (issuer: Partial<IssuerCallers>, key = "gitlab") =>
  refusal(() => make({ issuers: { [key]: { ...GITLAB, ...issuer } } }))
    .split("\n")
    .map((line) => line.replace(`test/ci: issuers.${key}`, ""));

describe("another CI", () => {
  it("logs in with tokens that say all that is asked, and nothing of GitHub is made", () => {
    expect(provider()).toMatchObject({
      workload_identity_pool_provider_id: "ci-gitlab",
      oidc: { issuer_uri: "https://gitlab.com" },
      attribute_mapping: { "google.subject": "assertion.sub" },
      attribute_condition: 'assertion.project_id == "278964" && assertion.ref_protected == "true"',
    });
  });

  it("is asked for claims whose names are addresses", () => {
    const circle: IssuerCallers = {
      issuer: "https://oidc.circleci.com/org/0b1c",
      claims: { "oidc.circleci.com/project-id": "7f2e" },
      audience: "acme",
    };
    expect(provider({ issuers: { circle } })).toMatchObject({
      oidc: { allowed_audiences: ["acme"] },
      attribute_condition: 'assertion["oidc.circleci.com/project-id"] == "7f2e"',
    });
  });

  it("stands beside GitHub in one pool, each behind a door of its own", () => {
    const providers = resourcesOf(
      make({ github: [REPOSITORY] }),
      "google_iam_workload_identity_pool_provider",
    );
    expect(Object.keys(providers)).toHaveLength(2);
  });

  it("keeps its condition and its issuer against overrides", () => {
    const gitlab = { attributeCondition: "true", oidc: { issuerUri: "https://other.example" } };
    expect(provider({ overrides: { issuers: { gitlab } } })).toMatchObject({
      oidc: { issuer_uri: "https://gitlab.com" },
      attribute_condition: expect.stringContaining("project_id"),
    });
  });

  it("is told what to make its tokens for", () => {
    const template = synth((stack) => {
      const identity = new WorkloadIdentity(stack, "ci", PROPS);
      new TerraformOutput(stack, "audience", { value: identity.audience("gitlab") });
    });
    expect(template.output["audience"]!["value"]).toMatch(
      /^https:\/\/iam\.googleapis\.com\/\$\{google_iam_workload_identity_pool_provider\.\w+.*\.name\}$/,
    );
  });
});

describe("another CI is refused", () => {
  it("where everybody who uses the same service could log in", () => {
    expect(refused({ claims: { namespace_path: "acme" } })).toEqual([
      '.claims must hold project_id or namespace_id, got ["namespace_path"]; https://gitlab.com gives tokens to everybody who uses it',
    ]);
    expect(refused({ issuer: "https://ci.acme.example", claims: {} })).toEqual([
      ".claims must name at least one claim",
    ]);
    expect(refused({ issuer: "https://ci.acme.example", claims: { team: "graph" } })).toEqual([""]);
  });

  it("where a claim is a pattern, says nothing, or is checked in any case", () => {
    expect(refused({ claims: { project_id: "*", ref: "", sub: "x" } })).toEqual([
      '.claims.project_id must be one exact value, without *, got "*"',
      '.claims.ref must be one exact value, without *, got ""',
      '.claims must not hold iss, aud or sub, got "sub"; the issuer and the audience are checked in any case; subjects are named by grants',
    ]);
  });

  it("where it is GitHub, is no address, or has a key that is none", () => {
    const issuer = "https://token.actions.githubusercontent.com";
    expect(refused({ issuer })).toEqual([
      `.issuer must not be GitHub's, got "${issuer}"; name repositories in github`,
    ]);
    expect(refused({ issuer: "http://ci.acme.example/", audience: "a *" }, "Lab")).toEqual([
      ' must be 4 to 32 lower-case letters, digits and hyphens, and not begin with gcp-, got "ci-Lab"',
      '.issuer must be an address that begins with https and does not end in a slash, got "http://ci.acme.example/"',
      '.audience must be one exact text, without *, got "a *"',
    ]);
  });
});

describe("rights without a service account", () => {
  it("are for the exact subject of each job", () => {
    const found: unknown[] = [];
    make({ github: [REPOSITORY] }, (identity) => {
      const jobs = [{ environment: "dev" }, { branch: "main" }];
      found.push(...identity.jobs("push", { repository: REPOSITORY, jobs }));
      found.push(identity.caller("lab", "project_path:acme/graph:ref_type:branch:ref:main"));
    });
    const subject = (text: string) =>
      expect.stringMatching(new RegExp(`^principal://iam\\.googleapis\\.com/.*/subject/${text}$`));
    expect(found).toEqual([
      {
        key: "push-environment-dev",
        member: subject("repo:acme@1234567/infrastructure@7654321:environment:dev"),
      },
      {
        key: "push-branch-main",
        member: subject("repo:acme@1234567/infrastructure@7654321:ref:refs/heads/main"),
      },
      { key: "lab", member: subject("project_path:acme/graph:ref_type:branch:ref:main") },
    ]);
  });

  it("are refused to a repository that cannot log in, and to a pattern", () => {
    const act = (identity: WorkloadIdentity) =>
      identity.jobs("push", { repository: REPOSITORY, jobs: [{ branch: "main" }] });
    expect(refusal(() => make({}, act))).toBe(
      'test/ci: repository of push must be one that the pool lets in, got "acme/infrastructure"',
    );
    expect(refusal(() => make({}, (identity) => identity.caller("lab", "project_path:*")))).toBe(
      'test/ci: subject of lab must be one exact subject of at most 127 characters, without *, got "project_path:*"',
    );
    expect(refusal(() => make({}, (identity) => identity.provider))).toBe(
      "test/ci: github must name at least one repository",
    );
  });
});

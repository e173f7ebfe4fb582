import {
  addresses,
  only,
  refusal,
  resourcesOf,
  type Template,
} from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { Registry } from "../registry/index.ts";
import { synth } from "../testing/index.ts";
import { allows } from "../testing/judge-policy.ts";
import {
  CiDeployRole,
  type CiDeployRoleProps,
  gitlab,
  hcpTerraform,
  type SemaphoreJobs,
  semaphore,
  TokenIssuer,
} from "./index.ts";

const PROJECT = "936a5312-a3b8-4921-8b3f-2cec8baac574";
const SEMAPHORE: SemaphoreJobs = {
  ci: "semaphore",
  organization: "acme",
  projectId: PROJECT,
  repository: "infrastructure",
  jobs: [{ branch: "main" }],
};
const GITLAB = {
  ci: "gitlab",
  projectPath: "acme/platform/infrastructure",
  jobs: [{ branch: "main" }, { tag: "v1.2.0" }],
} as const;
const HCP = {
  ci: "hcp-terraform",
  organization: "acme",
  project: "platform prod",
  workspaces: ["acme-prod-shop-network", "acme-prod-shop-data"],
} as const;
const PLAN = { kind: "plan", opens: [] } as const;
const APPLY = {
  kind: "apply",
  services: ["ecs"],
  roles: {
    prefix: "acme-prod-",
    except: "acme-prod-foundation-",
    passedTo: ["ecs-tasks.amazonaws.com"],
  },
} as const;
const ADDRESSES = {
  semaphore: semaphore("acme"),
  gitlab: gitlab(),
  "hcp-terraform": hcpTerraform(),
};

function make(
  props: Partial<CiDeployRoleProps> & Pick<CiDeployRoleProps, "callers">,
  then: (role: CiDeployRole) => void = () => {},
): Template {
  return synth((stack) => {
    const issuer = TokenIssuer.fromExisting(stack, ADDRESSES[props.callers.ci]);
    const common = { stage: "prod", name: "acme-prod-plan", issuer, access: PLAN } as const;
    then(new CiDeployRole(stack, "ci", { ...common, ...props }));
  });
}

const trust = (template: Template) => JSON.parse(only(template, "aws_iam_role").assume_role_policy);

/** Whether somebody with a token comes in. */
function admits(template: Template, host: string, token: { aud: string; sub?: string }): boolean {
  const { aud, sub } = token;
  const keys = { [`${host}:aud`]: [aud], ...(sub && { [`${host}:sub`]: [sub] }) };
  return allows(trust(template), { action: "sts:AssumeRoleWithWebIdentity", keys });
}

describe("the trust", () => {
  const subject = `org:acme:project:${PROJECT}:repo:infrastructure:ref_type:branch:ref:refs/heads/main`;

  it("is in one branch of one project of Semaphore, and in no other and no pull request", () => {
    const template = make({ callers: SEMAPHORE });
    const host = "acme.semaphoreci.com";
    const aud = `https://${host}`;
    expect(trust(template).Statement[0].Principal).toEqual({
      Federated: [`arn:aws:iam::111122223333:oidc-provider/${host}`],
    });
    expect(admits(template, host, { aud, sub: subject })).toBe(true);
    expect(admits(template, host, { aud, sub: subject.replace("main", "main2") })).toBe(false);
    expect(admits(template, host, { aud, sub: subject.replace(":branch:", ":pr:") })).toBe(false);
    expect(admits(template, host, { aud: "https://other.semaphoreci.com", sub: subject })).toBe(
      false,
    );
    expect(admits(template, host, { aud })).toBe(false);
  });

  it("names branches and tags of GitLab apart", () => {
    const path = "project_path:acme/platform/infrastructure";
    expect(trust(make({ callers: GITLAB })).Statement[0].Condition).toEqual({
      StringEquals: {
        "gitlab.com:aud": ["https://gitlab.com"],
        "gitlab.com:sub": [`${path}:ref_type:branch:ref:main`, `${path}:ref_type:tag:ref:v1.2.0`],
      },
    });
  });

  it.each([
    [PLAN, "plan"],
    [APPLY, "apply"],
  ] as const)(
    "is in that phase of a run of HCP Terraform that the role is for",
    (access, phase) => {
      const { Condition } = trust(make({ callers: HCP, access })).Statement[0];
      const place = "organization:acme:project:platform prod";
      expect(Condition.StringEquals).toEqual({
        "app.terraform.io:aud": ["aws.workload.identity"],
        "app.terraform.io:sub": [
          `${place}:workspace:acme-prod-shop-network:run_phase:${phase}`,
          `${place}:workspace:acme-prod-shop-data:run_phase:${phase}`,
        ],
      });
    },
  );

  it("is in an issuer that is made once for a host, without a thumbprint", () => {
    const template = synth((stack) => new TokenIssuer(stack, "gitlab", gitlab("git.example.com")));
    expect(only(template, "aws_iam_openid_connect_provider")).toEqual({
      url: "https://git.example.com",
      client_id_list: ["https://git.example.com"],
    });
    expect(addresses(template)).toEqual(["aws_iam_openid_connect_provider.gitlab"]);
  });

  it("refuses to be widened behind the props' back", () => {
    const open = () =>
      make({ callers: SEMAPHORE }, ({ role }) => role.addOverride("assume_role_policy", "{}"));
    expect(open).toThrow(
      "the trust must be what the props say; name who else may act in a role of their own",
    );
  });
});

describe("a role that pushes images", () => {
  it("may do what the registry grants, and nothing of its own", () => {
    const template = make({ callers: GITLAB, access: { kind: "push" } }, (role) => {
      const registry = Registry.fromExisting(role.node.scope!, "images", { name: "acme/shop" });
      registry.grantPush(role);
    });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    expect(policies.map(({ name }) => name)).toEqual(["push-images"]);
    const policy = JSON.parse(policies[0]!.policy);
    const resource = "arn:aws:ecr:eu-west-1:111122223333:repository/acme/shop";
    expect(allows(policy, { action: "ecr:PutImage", resource })).toBe(true);
    expect(allows(policy, { action: "ecr:PutImage", resource: `${resource}2` })).toBe(false);
    expect(only(template, "aws_iam_role_policy_attachments_exclusive").policy_arns).toEqual([]);
  });
});

describe("a role that writes in prod", () => {
  it.each(["apply", "release"] as const)(
    "needs a guard to %s, which its description tells",
    (kind) => {
      const access = kind === "apply" ? APPLY : { kind };
      expect(refusal(() => make({ callers: SEMAPHORE, access }))).toBe(
        `test/ci: callers.guard must say what keeps everybody who may push from it, where jobs ${kind} in prod`,
      );
      const guard = { reason: "Promotions are for the target groundplan" };
      const role = only(make({ callers: { ...SEMAPHORE, guard }, access }), "aws_iam_role");
      expect(role.description).toMatch(
        / for jobs of infrastructure; Promotions are for the target groundplan$/,
      );
      expect(refusal(() => make({ callers: SEMAPHORE, access, stage: "dev" }))).toBe("");
    },
  );
});

describe("what is wrong is told at once", () => {
  const told = (lines: readonly string[]) => lines.map((line) => `test/ci: ${line}`).join("\n");

  it("of Semaphore: names with wildcards, no jobs, somebody else's issuer", () => {
    const callers = { ...SEMAPHORE, projectId: "*", repository: "a:b", jobs: [] };
    const wrong = () =>
      synth((stack) => {
        const issuer = TokenIssuer.fromExisting(stack, gitlab());
        new CiDeployRole(stack, "ci", { stage: "dev", name: "x", issuer, access: PLAN, callers });
      });
    expect(refusal(wrong)).toBe(
      told([
        'callers.projectId must be a UUID, got "*"',
        'callers.repository must be one exact name, without a wildcard, got "a:b"',
        "callers.jobs must name at least one job",
        'issuer.host must be acme.semaphoreci.com, who signs the tokens of callers, got "gitlab.com"',
      ]),
    );
  });

  it("of GitLab: a pattern of branches, one twice, and a guard that is no sentence", () => {
    const jobs = [{ branch: "*" }, { tag: "v1" }, { tag: "v1" }];
    const callers = { ...GITLAB, jobs, guard: { reason: "yes" } };
    expect(refusal(() => make({ callers }))).toBe(
      told([
        'callers.jobs must not repeat a value, got "tag v1"',
        'callers.jobs.branch must be one exact name, without a wildcard, got "*"',
        'callers.guard.reason must say why in 10 to 200 characters, got "yes"',
      ]),
    );
  });

  it("of a guard: characters that IAM takes in no description", () => {
    const callers = { ...GITLAB, guard: { reason: "main is protected \u2014 two people merge" } };
    expect(refusal(() => make({ callers }))).toBe(
      told([
        'callers.guard.reason must be in Latin characters, as a role\'s description is, got "main is protected \u2014 two people merge"',
      ]),
    );
  });

  it("of HCP Terraform: every workspace, and a purpose that runs have not", () => {
    const callers = { ...HCP, project: "*", workspaces: ["*"] };
    expect(refusal(() => make({ callers, access: { kind: "release" } }))).toBe(
      told([
        'callers.project must be one exact name, without a wildcard, got "*"',
        'callers.workspaces must be one exact name, without a wildcard, got "*"',
        'callers.ci must be one that can release, got "hcp-terraform"; a run plans or applies, nothing else',
      ]),
    );
  });

  it("of too many workspaces for one trust", () => {
    const workspaces = Array.from({ length: 30 }, (_, each) => `acme-prod-shop-${each}`);
    expect(refusal(() => make({ callers: { ...HCP, workspaces } }))).toMatch(
      /^test\/ci: callers\.workspaces must make a policy of at most 2048 characters, got \d+; make a second role$/,
    );
  });

  it("of an issuer: a scheme, and an audience that is a pattern", () => {
    const address = { host: "https://gitlab.com", audience: "*" };
    expect(refusal(() => synth((stack) => new TokenIssuer(stack, "ci", address)))).toBe(
      told([
        'host must be a host such as gitlab.com, without https://, got "https://gitlab.com"',
        'audience must be one exact text, without *, got "*"',
      ]),
    );
  });
});

import type { GithubJob, GithubRepository } from "@groundplan/core/github";
import { only, refusal, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { DEFAULTS, GithubDeployRole, type GithubDeployRoleProps, GithubIssuer } from "./index.ts";

const HOST = "token.actions.githubusercontent.com";
const REPOSITORY: GithubRepository = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};
const PLAN = { kind: "plan", opens: ["arn:aws:s3:::acme-dev-terraform-state/dev/*"] } as const;
const APPLY = {
  kind: "apply",
  services: ["ec2", "ecs"],
  roles: {
    prefix: "acme-dev-",
    except: "acme-dev-foundation-",
    passedTo: ["ecs-tasks.amazonaws.com"],
  },
} as const;

/** What lies in things, as against how they are set up. */
const READ_NEVER = [
  "athena:GetQueryResults*",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:PartiQLSelect",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ec2:GetConsoleOutput",
  "ec2:GetConsoleScreenshot",
  "ec2:GetPasswordData",
  "ecr:GetDownloadUrlForLayer",
  "kinesis:GetRecords",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:GetLogRecord",
  "logs:GetQueryResults",
  "logs:StartLiveTail",
  "logs:StartQuery",
  "logs:Unmask",
  "rds:DownloadDBLogFilePortion",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
];

function make(props: Partial<GithubDeployRoleProps>): Template {
  return synth((stack) => {
    new GithubDeployRole(stack, "ci", {
      stage: "dev",
      name: "acme-dev-foundation-plan",
      issuer: GithubIssuer.fromExisting(stack),
      repository: REPOSITORY,
      jobs: [{ pullRequest: true }],
      access: PLAN,
      ...props,
    });
  });
}

const trust = (template: Template) => JSON.parse(only(template, "aws_iam_role").assume_role_policy);
const rights = (template: Template) => JSON.parse(only(template, "aws_iam_role_policy").policy);

describe("the trust", () => {
  it("names audience, subject and repository, each exactly, and nothing with a wildcard", () => {
    expect(trust(make({})).Statement).toEqual([
      {
        Sid: "ExactJobs",
        Effect: "Allow",
        Principal: { Federated: [`arn:aws:iam::111122223333:oidc-provider/${HOST}`] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            [`${HOST}:aud`]: ["sts.amazonaws.com"],
            [`${HOST}:sub`]: ["repo:acme@1234567/infrastructure@7654321:pull_request"],
            [`${HOST}:repository_id`]: ["7654321"],
          },
        },
      },
    ]);
  });

  it("takes both forms of a subject while a repository changes over", () => {
    const template = make({ subjectFormat: "both", jobs: [{ environment: "dev" }] });
    expect(trust(template).Statement[0].Condition.StringEquals[`${HOST}:sub`]).toEqual([
      "repo:acme@1234567/infrastructure@7654321:environment:dev",
      "repo:acme/infrastructure:environment:dev",
    ]);
  });

  it("is in the provider of the account, made once and without a thumbprint", () => {
    const template = synth((stack) => new GithubIssuer(stack, "github"));
    expect(template.resource).toEqual({
      aws_iam_openid_connect_provider: {
        github: { url: `https://${HOST}`, client_id_list: ["sts.amazonaws.com"] },
      },
    });
  });
});

describe("a role that plans", () => {
  it("has AWS's read-only policy, and loses what is attached by hand", () => {
    const template = make({});
    expect(only(template, "aws_iam_role_policy_attachment").policy_arn).toBe(
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    );
    expect(only(template, "aws_iam_role_policy_attachments_exclusive").policy_arns).toEqual([
      expect.stringMatching(/^\$\{aws_iam_role_policy_attachment\..*\.policy_arn\}$/),
    ]);
  });

  it("opens states and no other object, no secret, no parameter, no log", () => {
    const statements = rights(make({})).Statement;
    expect(statements.map(({ Effect }: { Effect: string }) => Effect)).toEqual([
      "Deny",
      "Deny",
      "Deny",
    ]);
    expect(statements[0].Action).toEqual(READ_NEVER);
    expect(statements[1]).toMatchObject({
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      NotResource: ["arn:aws:s3:::acme-dev-terraform-state/dev/*"],
    });
    expect(statements[2].NotResource).toEqual(["arn:aws:ssm:*::parameter/aws/service/*"]);
  });

  it("reads the parameters that its stacks hold, and no other", () => {
    const access = { ...PLAN, parameters: ["/acme/dev/api/image"] };
    const [, , statement] = rights(make({ access })).Statement;
    expect(statement.NotResource).toEqual([
      "arn:aws:ssm:*::parameter/aws/service/*",
      "arn:aws:ssm:*:111122223333:parameter/acme/dev/api/image",
    ]);
    expect(refusal(() => make({ access: { ...PLAN, parameters: ["image", "/acme/*"] } }))).toBe(
      [
        'test/ci: access.parameters must be exact names such as /acme/dev/api/image, got "image"',
        'test/ci: access.parameters must be exact names such as /acme/dev/api/image, got "/acme/*"',
      ].join("\n"),
    );
  });

  it("opens nothing at all where it is told of nothing", () => {
    const statements = rights(make({ access: { kind: "plan", opens: [] } })).Statement;
    expect(statements[1].Resource).toEqual(["*"]);
  });
});

describe("a role that applies", () => {
  const apply = (props: Partial<GithubDeployRoleProps> = {}) =>
    make({ access: APPLY, jobs: [{ environment: "dev" }], ...props });

  it("uses its services, and of IAM the roles that begin with its prefix, but those of CI", () => {
    const byName = Object.fromEntries(
      rights(apply()).Statement.map((each: { Sid: string }) => [each.Sid, each]),
    );
    expect(byName["UseServices"].Action).toEqual(["ec2:*", "ecs:*"]);
    expect(byName["ChangeRoles"]).toEqual({
      Sid: "ChangeRoles",
      Effect: "Allow",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePolicy",
      ],
      Resource: ["arn:aws:iam::111122223333:role/acme-dev-*"],
    });
    expect(byName["PassRoles"]).toMatchObject({
      Resource: ["arn:aws:iam::111122223333:role/acme-dev-*"],
      Condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
    });
    expect(byName["KeepOffCi"]).toMatchObject({
      Effect: "Deny",
      Resource: [
        "arn:aws:iam::111122223333:role/acme-dev-foundation-*",
        "arn:aws:iam::111122223333:instance-profile/acme-dev-foundation-*",
        "arn:aws:iam::111122223333:policy/acme-dev-foundation-*",
      ],
    });
    expect(Object.keys(byName).sort()).toEqual([
      "ChangeRoles",
      "ChangeWhatHoldsRoles",
      "KeepOffCi",
      "LetServicesMakeTheirOwn",
      "PassRoles",
      "ReadIam",
      "UseServices",
    ]);
  });

  it("has no managed policy, so nothing like AdministratorAccess", () => {
    expect(only(apply(), "aws_iam_role_policy_attachments_exclusive").policy_arns).toEqual([]);
  });

  it("makes no role without the boundary where there is one", () => {
    const boundaryArn = "arn:aws:iam::111122223333:policy/acme-boundary";
    const access = { ...APPLY, roles: { ...APPLY.roles, boundaryArn } };
    const [, , change] = rights(apply({ access })).Statement;
    expect(change.Condition).toEqual({
      StringEquals: { "iam:PermissionsBoundary": [boundaryArn] },
    });
  });

  it("refuses pull requests in every stage, and branches in prod", () => {
    const jobs: GithubJob[] = [{ pullRequest: true }, { branch: "main" }];
    expect(refusal(() => apply({ stage: "prod", jobs }))).toBe(
      [
        "test/ci: jobs must not be pull requests where they apply; let pull requests plan",
        'test/ci: jobs must be those of environments where they apply in prod, got [{"pullRequest":true},{"branch":"main"}]; an environment has reviewers; a branch has whoever may push',
      ].join("\n"),
    );
    expect(refusal(() => apply({ stage: "dev", jobs: [{ branch: "main" }] }))).toBe("");
  });

  it("refuses rights on rights, a prefix that is none, and handing roles to anyone, at once", () => {
    const access = {
      kind: "apply",
      services: ["iam", "*"],
      roles: { prefix: "", except: "", passedTo: [] },
    } as const;
    expect(refusal(() => apply({ access }))).toBe(
      [
        'access.services must be IAM prefixes such as ec2, got "*"',
        'access.services must not be account, iam, organizations, sso, sts, got "iam"; an apply may change the roles below its prefix; the rest is for people',
        'access.roles.prefix must be lower-case letters, digits and hyphens, and end in a hyphen, got ""',
        'access.roles.except must begin with access.roles.prefix and go on, got ""',
        "access.roles.passedTo must name at least one service",
      ]
        .map((line) => `test/ci: ${line}`)
        .join("\n"),
    );
  });
});

describe("every role", () => {
  it.each(["dev", "prod"] as const)("has sessions of an hour in %s", (stage) => {
    expect(only(make({ stage }), "aws_iam_role").max_session_duration).toBe(3600);
    expect(DEFAULTS.maxSessionSeconds[stage]).toBe(3600);
  });

  it("takes a boundary, and overrides but of name, boundary and trust", () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/acme-boundary";
    const role = { path: "/ci/", name: "other", permissionsBoundary: "", assumeRolePolicy: "{}" };
    const made = only(make({ permissionsBoundaryArn, overrides: { role } }), "aws_iam_role");
    expect(made).toMatchObject({
      path: "/ci/",
      name: "acme-dev-foundation-plan",
      permissions_boundary: permissionsBoundaryArn,
    });
    expect(made.assume_role_policy).toContain("ExactJobs");
  });

  it("refuses a trust that IAM has no room for", () => {
    const jobs = Array.from({ length: 30 }, (_, i) => ({ branch: `release/${i}` }));
    expect(refusal(() => make({ jobs }))).toMatch(
      /^test\/ci: jobs must make a policy of at most 2048 characters, got \d+; make a second role$/,
    );
  });

  it("refuses a short session, a boundary that is none and a pattern of branches, at once", () => {
    const props = { maxSessionSeconds: 60, permissionsBoundaryArn: "x", jobs: [{ branch: "*" }] };
    expect(refusal(() => make(props))).toBe(
      [
        'jobs.branch must be one exact name of letters, digits and . _ / -, without a wildcard, got "*"',
        "maxSessionSeconds must be 3600 to 43200, got 60",
        'permissionsBoundaryArn must be the ARN of a policy, got "x"',
      ]
        .map((line) => `test/ci: ${line}`)
        .join("\n"),
    );
  });
});

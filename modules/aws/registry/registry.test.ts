import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { ExistingRole } from "../iam/index.ts";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { Registry } from "./registry.ts";
import type { RegistryProps } from "./registry-props.ts";
import type { RegistryStore } from "./registry-store.ts";

function make(props: Partial<RegistryProps> = {}): Template {
  return synth((stack) => {
    new Registry(stack, "images", { stage: "prod", name: "acme/api", ...props });
  });
}

/** What a policy makes of images, in the order in which ECR applies its rules. */
const rulesOf = (template: Template) =>
  JSON.parse(only(template, "aws_ecr_lifecycle_policy").policy).rules;

describe("a repository", () => {
  it.each([
    [
      "dev",
      { image_tag_mutability: "MUTABLE", force_delete: true },
      ["keep-in-use", "dev-builds", "untagged"],
    ],
    [
      "prod",
      {
        image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
        image_tag_mutability_exclusion_filter: [{ filter: "in-use-*", filter_type: "WILDCARD" }],
        force_delete: false,
        lifecycle: { prevent_destroy: true },
      },
      ["keep-in-use", "releases", "untagged"],
    ],
  ] as const)("in %s is %j and cleans up by %j", (stage, repository, rules) => {
    const template = make({ stage });
    expect(only(template, "aws_ecr_repository")).toEqual({
      name: "acme/api",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "AES256" }],
      ...repository,
    });
    const found = rulesOf(template);
    expect(found.map(({ description }: { description: string }) => description)).toEqual(rules);
  });

  it("keeps what is in use before any rule deletes, and judges the rest last", () => {
    const rules = rulesOf(
      make({
        cleanup: {
          rest: { match: "any", keep: { newest: 100 } },
          bare: { match: "untagged", keep: { days: 30 } },
          releases: { match: { tags: ["v*"] }, keep: { days: 400 } },
        },
        pushedTags: ["v*"],
      }),
    );
    expect(rules).toEqual([
      {
        rulePriority: 1,
        description: "keep-in-use",
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["in-use-*"],
          countType: "imageCountMoreThan",
          countNumber: 100_000,
        },
        action: { type: "expire" },
      },
      expect.objectContaining({
        description: "releases",
        selection: expect.objectContaining({ countType: "sinceImagePushed", countUnit: "days" }),
      }),
      expect.objectContaining({ description: "bare" }),
      expect.objectContaining({ rulePriority: 4, description: "rest" }),
    ]);
  });

  it("has one policy text whatever the order in which rules are written", () => {
    const one = { match: { tags: ["a-*", "b-*"] }, keep: { newest: 5 } } as const;
    const two = { match: { tags: ["c-*"] }, keep: { newest: 5 } } as const;
    const swapped = { match: { tags: ["b-*", "a-*"] }, keep: { newest: 5 } } as const;
    const pushedTags = ["a-*", "b-*", "c-*"];
    expect(rulesOf(make({ cleanup: { one, two }, pushedTags }))).toEqual(
      rulesOf(make({ cleanup: { two, one: swapped }, pushedTags })),
    );
  });
});

describe("a grant", () => {
  const REPOSITORY = "arn:aws:ecr:eu-west-1:111122223333:repository/acme/api";
  type Grant = (of: RegistryStore, to: ReturnType<typeof testApp>) => void;
  const policyOf = (grant: Grant, name: string) => {
    const template = synth((stack) =>
      grant(Registry.fromExisting(stack, "images", { name: "acme/api" }), testApp(stack)),
    );
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    return JSON.parse(policies.find((each) => each.name === name)!.policy);
  };
  const may = (grant: Grant, name: string) => {
    const policy = policyOf(grant, name);
    return (action: string, resource: string) => allows(policy, { action, resource });
  };
  const PULL = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
  ];
  const PUSH = [
    "ecr:CompleteLayerUpload",
    "ecr:DescribeImageScanFindings",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ];

  it.each<[string, Grant, string[]]>([
    ["pull", (of, to) => of.grantPull(to), PULL],
    ["push", (of, to) => of.grantPush(to), [...PULL, ...PUSH].sort()],
    ["mark-in-use", (of, to) => of.grantMarkInUse(to), ["ecr:BatchGetImage", "ecr:PutImage"]],
  ])("to %s has these rights and no other", (name, grant, actions) => {
    expect(actionsOf(policyOf(grant, `${name}-images`))).toEqual(actions);
  });

  it("to push is for this repository and deletes nothing", () => {
    const pushes = may((of, to) => of.grantPush(to), "push-images");
    expect(pushes("ecr:PutImage", REPOSITORY)).toBe(true);
    expect(pushes("ecr:DescribeImageScanFindings", REPOSITORY)).toBe(true);
    expect(pushes("ecr:PutImage", `${REPOSITORY}-other`)).toBe(false);
    expect(pushes("ecr:BatchDeleteImage", REPOSITORY)).toBe(false);
  });

  it("to pull does not push", () => {
    const pulls = may((of, to) => of.grantPull(to), "pull-images");
    expect(pulls("ecr:BatchGetImage", REPOSITORY)).toBe(true);
    expect(pulls("ecr:GetAuthorizationToken", "*")).toBe(true);
    expect(pulls("ecr:PutImage", REPOSITORY)).toBe(false);
  });

  it("in other accounts needs the repository's own policy, too", () => {
    const template = make({ pullFromAccounts: ["444455556666"] });
    const { Statement } = JSON.parse(only(template, "aws_ecr_repository_policy").policy);
    expect(Statement[0].Principal).toEqual({ AWS: ["arn:aws:iam::444455556666:root"] });
    expect(resourcesOf(make(), "aws_ecr_repository_policy")).toEqual({});
  });
});

it("of another account it gives rights on that one, not on one of the same name here", () => {
  const template = synth((stack) => {
    const role = new ExistingRole(stack, "copies", { name: "acme-prod-copies" });
    const theirs = { name: "acme/api", accountId: "444455556666" };
    Registry.fromExisting(stack, "theirs", theirs).grantPull(role);
  });
  const policy = JSON.parse(only(template, "aws_iam_role_policy").policy);
  const may = (account: string) =>
    allows(policy, {
      action: "ecr:BatchGetImage",
      resource: `arn:aws:ecr:eu-west-1:${account}:repository/acme/api`,
    });
  expect(may("444455556666")).toBe(true);
  expect(may("111122223333")).toBe(false);
});

it("its address and images are known at synth", () => {
  synth((stack) => {
    const registry = Registry.fromExisting(stack, "b", { name: "acme/api" });
    expect(registry.image("sha256:0")).toBe(
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme/api@sha256:0",
    );
  });
});

it("who says what runs moves tags and uploads nothing", () => {
  const template = synth((stack) => {
    const role = new ExistingRole(stack, "releases", { name: "acme-dev-releases" });
    Registry.fromExisting(stack, "images", { name: "acme/api" }).grantMarkInUse(role);
  });
  const grant = only(template, "aws_iam_role_policy");
  expect(grant).toMatchObject({ name: "mark-in-use-images", role: "acme-dev-releases" });
  const resource = "arn:aws:ecr:eu-west-1:111122223333:repository/acme/api";
  const may = (action: string) => allows(JSON.parse(grant.policy), { action, resource });
  expect(may("ecr:PutImage")).toBe(true);
  expect(may("ecr:UploadLayerPart")).toBe(false);
  expect(may("ecr:BatchDeleteImage")).toBe(false);
});

describe("the linter", () => {
  const wrong = (props: Partial<RegistryProps>) => refusal(() => make(props));

  it("tells everything at once", () => {
    const told = wrong({
      name: "Acme",
      pullFromAccounts: ["1"],
      pushedTags: ["dev-*", "v*"],
      cleanup: {
        "keep-in-use": { match: { tags: ["live-*"] }, keep: "all" },
        builds: { match: { tags: ["dev*"] }, keep: { newest: 1 } },
        main: { match: { tags: ["dev-main-*"] }, keep: { days: 3 } },
        old: { match: { tags: ["release-*"] }, keep: { newest: 9 } },
        one: { match: "untagged", keep: { days: 1 } },
        two: { match: "untagged", keep: { days: 2 } },
      },
    });
    const never = "have only patterns of tags that are pushed";
    expect(told.split("\n")).toEqual(
      [
        'name must be in lower case, got "Acme"',
        "cleanup.keep-in-use must have a name of its own: what is in use has a rule already",
        "cleanup must have one rule for untagged images at most",
        "cleanup.builds.keep.newest must be at least 2, got 1; the image that runs may not be the newest",
        'cleanup.builds.match.tags must end in a separator before its *, as dev-* does, got "dev*"; without one it takes longer words too',
        "cleanup.main.keep.days must be at least rollbackDays (30), got 3; a younger image may be rolled back to",
        'cleanup.builds.match.tags must not be about images that main is about too, got "dev*"',
        'pushedTags must each fall under a rule of cleanup, got "v*"; its images would stay for ever',
        `cleanup must ${never}, got "live-*"; this one never matches anything`,
        `cleanup must ${never}, got "release-*"; this one never matches anything`,
        'pullFromAccounts must be 12 digits, got "1"',
      ].map((line) => `test/images: ${line}`),
    );
  });

  it("refuses a repository that only grows", () => {
    expect(wrong({ cleanup: { v: { match: { tags: ["v*"] }, keep: "all" } } })).toContain(
      "cleanup must have a rule that deletes something; a repository that only keeps grows for ever",
    );
  });
});

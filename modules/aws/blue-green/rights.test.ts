import { resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { released } from "../testing/release.ts";

const HOOK = "arn:aws:lambda:eu-west-1:111122223333:function:smoke-test";
const WATCHED = {
  onTrial: {},
  hooks: { smoke: { functionArn: HOOK, stages: ["POST_TEST_TRAFFIC_SHIFT"] } },
} as const;

const policyNamed = (template: Template, name: string) =>
  JSON.parse(
    Object.values(resourcesOf(template, "aws_iam_role_policy")).find((each) => each.name === name)!
      .policy,
  );

const MOVE = [
  "elasticloadbalancing:DeregisterTargets",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:ModifyListener",
  "elasticloadbalancing:ModifyRule",
  "elasticloadbalancing:RegisterTargets",
];
const REPLACE = [
  "cloudwatch:DescribeAlarms",
  "ecs:CreateTaskSet",
  "ecs:DeleteTaskSet",
  "ecs:DescribeServices",
  "ecs:UpdateServicePrimaryTaskSet",
  "iam:PassRole",
];

describe("the role of an engine", () => {
  it.each([
    ["ecs", [...MOVE, "lambda:InvokeFunction"]],
    ["codedeploy", [...MOVE, ...REPLACE, "lambda:InvokeFunction"].sort()],
  ] as const)("has with %s these rights and no other", (engine, actions) => {
    const policy = policyNamed(released({ engine, ...WATCHED }), "move-requests");
    expect(actionsOf(policy)).toEqual(actions);
    const asks = (resource: string) =>
      allows(policy, { action: "lambda:InvokeFunction", resource });
    expect([asks(HOOK), asks(`${HOOK}-2`)]).toEqual([true, false]);
  });
});

it("a pipeline that releases by CodeDeploy has these rights and no other", () => {
  const template = released({ engine: "codedeploy" }, ({ made, app }) => made.grantRelease(app));
  expect(actionsOf(policyNamed(template, "release-release"))).toEqual([
    "codedeploy:CreateDeployment",
    "codedeploy:GetApplicationRevision",
    "codedeploy:GetDeployment",
    "codedeploy:GetDeploymentConfig",
    "codedeploy:RegisterApplicationRevision",
    "codedeploy:StopDeployment",
    "ecs:DescribeServices",
    "ecs:DescribeTaskDefinition",
    "ecs:RegisterTaskDefinition",
    "ecs:TagResource",
    "iam:PassRole",
  ]);
});

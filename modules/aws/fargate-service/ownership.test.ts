import { describe, expect, it } from "vitest";
import { followsNewestRevision, ignoredArguments, weightsOwnerOf } from "./ownership.ts";

const CODEDEPLOY = [
  "task_definition",
  "load_balancer",
  "capacity_provider_strategy",
  "network_configuration",
  "platform_version",
];

describe("what Terraform leaves alone", () => {
  it.each([
    ["terraform", "fixed", []],
    ["terraform", "autoscaling", ["desired_count"]],
    ["pipeline", "fixed", ["task_definition"]],
    ["pipeline", "autoscaling", ["task_definition", "desired_count"]],
    ["codedeploy", "fixed", CODEDEPLOY],
    ["codedeploy", "autoscaling", [...CODEDEPLOY, "desired_count"]],
    ["ecs-blue-green", "fixed", ["load_balancer"]],
    ["ecs-blue-green", "autoscaling", ["load_balancer", "desired_count"]],
  ] as const)("when %s deploys and the count is %s is %j", (deploys, counts, expected) => {
    expect(ignoredArguments(deploys, counts)).toEqual(expected);
  });

  it("is not the target groups in the apply that tells ECS of two", () => {
    expect(ignoredArguments("ecs-blue-green", "autoscaling", true)).toEqual(["desired_count"]);
    expect(ignoredArguments("codedeploy", "fixed", false)).toContain("load_balancer");
  });

  it.each([
    ["terraform", false, false],
    ["terraform", true, true],
    ["pipeline", false, true],
    ["codedeploy", false, true],
    ["ecs-blue-green", false, false],
  ] as const)(
    "follows revisions of %s with a released image %s: %s",
    (owner, released, follows) => {
      expect(followsNewestRevision(owner, released)).toBe(follows);
    },
  );

  it.each([
    ["terraform", "terraform"],
    ["pipeline", "terraform"],
    ["codedeploy", "codedeploy"],
    ["ecs-blue-green", "ecs-blue-green"],
  ] as const)("of a route, when %s deploys, is what %s moves", (deploys, weights) => {
    expect(weightsOwnerOf(deploys)).toBe(weights);
  });
});

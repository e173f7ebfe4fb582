import { check } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { GATEWAY_SERVICES, servicesOf } from "../vpc/endpoint-services.ts";
import { needProblems, needsOf, type TaskUses } from "./network-needs.ts";

const ECR = { repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api" };
const USES: TaskUses = { images: [ECR], secrets: [], exec: false };
const PARAMETER = { parameter: "/a" };
const SECRET = { secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a" };

const services = (uses: Partial<TaskUses>) =>
  needsOf({ ...USES, ...uses }).map(({ service }) => service);

describe("what tasks need", () => {
  it.each([
    ["an image in ECR", {}, ["logs", "ecr.api", "ecr.dkr", "s3"]],
    [
      "parameters",
      { secrets: [PARAMETER, PARAMETER] },
      ["logs", "ecr.api", "ecr.dkr", "s3", "ssm"],
    ],
    ["secrets", { images: [], secrets: [SECRET] }, ["logs", "secretsmanager"]],
    ["shell sessions", { images: [], exec: true }, ["logs", "ssmmessages", "kms"]],
    ["what it calls itself", { images: [], calls: ["sqs", "logs", "s3"] }, ["logs", "sqs", "s3"]],
    ["a public image", { images: [{ repository: "nginx" }] }, ["logs", "internet"]],
  ])("for %s", (_, uses, expected) => {
    expect(services(uses)).toEqual(expected);
  });
});

describe("a network", () => {
  const problems = (hasEgress: boolean, endpointServices: string[]) => () =>
    check("api", needProblems("network", USES, { hasEgress, endpointServices }));

  it("with egress reaches everything", () => {
    expect(problems(true, [])).not.toThrow();
  });

  it("without egress needs an endpoint for all of it", () => {
    expect(problems(false, ["ecr.api", "ecr.dkr", "logs", "s3"])).not.toThrow();
  });

  it("with the endpoints for Fargate reaches whatever a task can need", () => {
    const everything = { ...USES, secrets: [PARAMETER, SECRET], exec: true };
    const endpointServices = [...servicesOf(["fargate"], []), ...GATEWAY_SERVICES];
    const found = needProblems("network", everything, { hasEgress: false, endpointServices });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it("is refused by what is missing and what for", () => {
    expect(problems(false, ["ecr.api", "s3"])).toThrowError(
      'api: network must reach logs (logs), ecr.dkr (images), got "ecr.api, s3"; add the endpoints or give the network egress',
    );
  });
});

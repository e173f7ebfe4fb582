import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { testApp, testTarget } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { FargateService } from "./fargate-service.ts";
import { RedeployOnRotation } from "./redeploy-on-rotation.ts";
import { ReleasedImage } from "./released-image.ts";
import type { Secrets } from "./secrets.ts";

const IMAGE = {
  parameterName: "/acme/dev/api/image",
  repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-api",
  firstDigest: `sha256:${"b".repeat(64)}`,
};
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";

describe("the image handshake", () => {
  it("is one parameter that the pipeline writes and an apply does not", () => {
    const template = synth((stack) => new ReleasedImage(stack, "image", IMAGE));
    expect(only(template, "aws_ssm_parameter")).toEqual({
      name: IMAGE.parameterName,
      description: "Digest of the image that runs; written by the release pipeline",
      type: "String",
      insecure_value: IMAGE.firstDigest,
      allowed_pattern: "^sha256:[0-9a-f]{64}$",
      lifecycle: { ignore_changes: ["insecure_value"] },
    });
  });

  it("grantRelease: read and write this parameter alone", () => {
    const template = synth((stack) => {
      const image = new ReleasedImage(stack, "image", IMAGE);
      image.grantRelease(testApp(stack, { image }));
    });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    const granted = policies.find(({ name }) => name === "release-image")!;
    expect(JSON.parse(granted.policy).Statement).toEqual([
      {
        Sid: "ReleaseImage",
        Effect: "Allow",
        Action: ["ssm:GetParameter", "ssm:PutParameter"],
        Resource: ["arn:aws:ssm:eu-west-1:111122223333:parameter/acme/dev/api/image"],
      },
    ]);
  });

  it("is refused with something other than a digest to begin with", () => {
    const make = () =>
      synth((stack) => new ReleasedImage(stack, "image", { ...IMAGE, firstDigest: "v1" }));
    expect(refusal(make)).toBe(
      'test/image: firstDigest must be sha256: and 64 lower-case hexadecimal digits, got "v1"',
    );
  });
});

function redeploying(secrets: Secrets) {
  return synth((stack) => {
    const service = new FargateService(stack, "web", { app: testApp(stack), process: "web" });
    new RedeployOnRotation(stack, "rotation", { service, secrets });
  });
}

describe("a rotation", () => {
  it("of a parameter or a secret starts the service's tasks anew", () => {
    const template = redeploying({
      DSN: { parameter: "/acme/dsn" },
      DB: { secretArn: ARN, jsonKey: "password" },
    });
    const patterns = Object.values(resourcesOf(template, "aws_cloudwatch_event_rule")).map(
      ({ event_pattern }) => JSON.parse(event_pattern).detail,
    );
    expect(patterns).toEqual([
      { name: ["/acme/dsn"], operation: ["Update"] },
      { eventName: ["RotationSucceeded"], additionalEventData: { SecretId: [ARN] } },
    ]);
    const { definition } = only(template, "aws_sfn_state_machine");
    expect(JSON.parse(definition).States.Redeploy).toMatchObject({
      Resource: "arn:aws:states:::aws-sdk:ecs:updateService",
      Parameters: {
        Cluster: "acme-dev-main",
        Service: "acme-dev-api-web",
        ForceNewDeployment: true,
      },
    });
  });

  it("of a secret that is named without AWS's six characters is heard too", () => {
    const template = redeploying({ DB: { secretArn: ARN.replace("-AbCdEf", "") } });
    const { event_pattern } = only(template, "aws_cloudwatch_event_rule");
    expect(JSON.parse(event_pattern).detail.additionalEventData).toEqual({
      SecretId: [{ prefix: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-" }],
    });
  });

  it("may update this service and nothing else", () => {
    const template = redeploying({ DSN: { parameter: "dsn" } });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"))
      .filter(({ name }) => name === "redeploy")
      .map(({ policy }) => JSON.parse(policy).Statement[0])
      .map(({ Action, Resource }) => [Action, Resource]);
    expect(policies).toContainEqual([
      ["ecs:UpdateService"],
      ["arn:aws:ecs:eu-west-1:111122223333:service/acme-dev-main/acme-dev-api-web"],
    ]);
    expect(policies).toContainEqual([
      ["states:StartExecution"],
      ["${aws_sfn_state_machine.rotation.arn}"],
    ]);
  });

  it("is refused for a service that CodeDeploy deploys", () => {
    const make = () =>
      synth((stack) => {
        const app = testApp(stack, { image: new ReleasedImage(stack, "image", IMAGE) });
        const service = new FargateService(stack, "web", {
          app,
          process: "web",
          deployOwner: "codedeploy",
          target: testTarget(stack, { weightsOwner: "codedeploy" }),
        });
        return new RedeployOnRotation(stack, "rotation", {
          service,
          secrets: { DSN: { parameter: "dsn" } },
        });
      });
    expect(refusal(make)).toBe(
      "test/rotation: service must not be deployed by codedeploy; ECS takes a new deployment only from CodeDeploy then: start one there",
    );
  });
});

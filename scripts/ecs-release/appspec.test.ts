import { describe, expect, it } from "vitest";
import { appspec } from "./appspec.ts";

const RELEASE = {
  taskDefinitionArn: "arn:aws:ecs:eu-west-1:111122223333:task-definition/acme-dev-api-web:42",
  container: "app",
  containerPort: "8000",
  hooks: ["BeforeAllowTraffic=smoke-test", "AfterInstall=look"],
};

describe("an appspec", () => {
  it("names the revision, where requests go in, and who is asked in which order", () => {
    expect(JSON.parse(appspec(RELEASE))).toEqual({
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: "AWS::ECS::Service",
            Properties: {
              TaskDefinition: RELEASE.taskDefinitionArn,
              LoadBalancerInfo: { ContainerName: "app", ContainerPort: 8000 },
            },
          },
        },
      ],
      Hooks: [{ AfterInstall: "look" }, { BeforeAllowTraffic: "smoke-test" }],
    });
  });

  it("has no hooks where nobody is asked", () => {
    expect(JSON.parse(appspec({ ...RELEASE, hooks: [] }))).not.toHaveProperty("Hooks");
  });

  it("says all at once what CodeDeploy would refuse", () => {
    const wrong = {
      ...RELEASE,
      taskDefinitionArn: "acme-dev-api-web",
      containerPort: "http",
      hooks: ["Never=f", "AfterInstall=f", "AfterInstall=g"],
    };
    expect(() => appspec(wrong)).toThrow(
      "hooks must be <stage>=<function>, the stage one of BeforeInstall, AfterInstall, AfterAllowTestTraffic, BeforeAllowTraffic, AfterAllowTraffic, got Never; hooks must ask one function at AfterInstall: CodeDeploy takes no second one; the task definition must be the ARN of a revision, got acme-dev-api-web; containerPort must be a number, got http",
    );
  });
});

import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { FargateService } from "../fargate-service/index.ts";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { release, released } from "../testing/release.ts";

const HOOK = "arn:aws:lambda:eu-west-1:111122223333:function:smoke-test";

describe("refused", () => {
  it("all at once, in the words of the props", () => {
    const make = () =>
      released({
        engine: "codedeploy",
        bakeMinutes: 2000,
        steps: { kind: "canary", percent: 0, minutes: 1.5 },
        hooks: {
          smoke: { functionArn: "smoke", stages: ["POST_TEST_TRAFFIC_SHIFT"] },
          again: { functionArn: `${HOOK}:live`, stages: ["RECONCILE_SERVICE"] },
        },
      });
    expect(refusal(make)).toBe(
      [
        "bakeMinutes must be 0 to 1440, got 2000",
        "steps.percent must be 1 to 99, got 0",
        "steps.minutes must be a whole number, got 1.5",
        'hooks.smoke.functionArn must be the ARN of a Lambda function, got "smoke"',
        "hooks.smoke.stages must not have POST_TEST_TRAFFIC_SHIFT without a test listener; set test",
        'hooks.again.functionArn must not name a version or an alias while codedeploy asks, got "arn:aws:lambda:eu-west-1:111122223333:function:smoke-test:live"; an appspec names the function alone, and other code would answer',
        'hooks.again.stages must be stages that CodeDeploy has: PRE_SCALE_UP, POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT, got "RECONCILE_SERVICE"',
      ]
        .map((line) => `test/release: ${line}`)
        .join("\n"),
    );
  });

  it.each([
    [{ network: { cidr: "0.0.0.0/0" } }, "from.network must not be the whole internet"],
    [{}, "from must name at least one peer"],
  ])("a trial that is open: %j", (from, message) => {
    expect(refusal(() => released({ onTrial: { from } }))).toContain(message);
  });

  it("a service that was not made with the release", () => {
    const make = () =>
      synth((stack) => {
        const network = new FakeNetwork(stack);
        const made = release(stack, {}, network);
        const app = testApp(stack, { network });
        made.deploys(new FargateService(stack, "web", { app, process: "web" }));
      });
    expect(refusal(make)).toContain(
      "test/release: service must be made with this release's `service`",
    );
  });

  it("a release of nothing", () => {
    expect(refusal(() => synth((stack) => void release(stack, {})))).toContain(
      "test/release: no service is released; call deploys(service)",
    );
  });
});

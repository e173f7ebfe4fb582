// @module-tag long
import { describe, expect, it } from "vitest";
import { BlueGreen, type BlueGreenProps } from "../../../modules/aws/blue-green/index.ts";
import { EcsCluster } from "../../../modules/aws/ecs-cluster/index.ts";
import {
  FargateApp,
  FargateService,
  ReleasedImage,
} from "../../../modules/aws/fargate-service/index.ts";
import { LoadBalancer } from "../../../modules/aws/load-balancer/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { Vpc } from "../../../modules/aws/vpc/index.ts";
import { missing } from "../../parts/parts.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "dev-music-library-service";
const stage = "dev";
const DIGEST = `sha256:${"a".repeat(64)}`;

/** How the service's tasks take over: as `BlueGreen` with these props, or one by one. */
type Release = Partial<BlueGreenProps> | "rolling";

/** A service that is released, in a network of its own. */
function estate(choice: Release, priority = 100) {
  return synth((stack) => {
    const network = new Vpc(stack, "network", {
      stage,
      name: "acme-dev",
      cidr: "10.20.0.0/16",
      zones: ["eu-west-1a", "eu-west-1b"],
      egress: "nat-per-zone",
    });
    const loadBalancer = new LoadBalancer(stack, "edge", {
      stage,
      name: "acme-dev-edge",
      network,
      exposure: { scheme: "internal" },
      tls: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
      logs: { off: { reason: "Nothing to see in tests" } },
    });
    const route = {
      hosts: ["api.example.com"],
      priority,
      containerPort: 8000,
      healthCheck: { path: "/healthz" },
    };
    const release =
      choice === "rolling"
        ? undefined
        : new BlueGreen(stack, "release", {
            stage,
            name: "acme-dev-api-web",
            loadBalancer,
            routeKey: "api",
            route,
            rollbackOnErrors: true,
            ...choice,
          });
    const app = new FargateApp(stack, "app", {
      stage,
      name: "acme-dev-api",
      cluster: new EcsCluster(stack, "cluster", { stage, name: "acme-dev" }),
      network,
      image: new ReleasedImage(stack, "image", {
        parameterName: "/acme/dev/api/image",
        repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-api",
        firstDigest: DIGEST,
      }),
    });
    const service = release?.service ?? {
      target: loadBalancer.route("api", route),
      rollout: { rollbackOnErrors: true },
    };
    const web = new FargateService(stack, "web", { ...service, app, process: "web" });
    release?.deploys(web);
  });
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  const stack = oneStack(STACK);
  const rehearsed = (choice: Release, priority?: number) =>
    stack.rehearsed(estate(choice, priority));

  it("a service that ECS rolled goes over in place: its route, its targets and its tasks stay", {
    timeout: 120_000,
  }, async () => {
    expect((await rehearsed("rolling")).problems).toEqual([]);
    const unsaid = await rehearsed({ engine: "ecs" });
    expect(unsaid.problems.join("\n")).toContain("advancedConfiguration field is required");
    expect((await rehearsed("rolling")).problems).toEqual([]);
    const { problems, changes } = await rehearsed({ engine: "ecs", adopt: true });
    expect(problems).toEqual([]);
    const [made, rest] = [true, false].map((isNew) =>
      changes.filter((change) => change.startsWith("create ") === isNew),
    );
    expect(made).toHaveLength(6);
    expect(rest).toEqual([
      "delete aws_cloudwatch_metric_alarm.web_rollback_errors",
      "delete aws_cloudwatch_metric_alarm.web_rollback_unhealthy",
      "update aws_ecs_service.web",
    ]);
  });

  it.each(["ecs", "codedeploy"] as const)(
    "a plan after a shift by %s is empty",
    {
      timeout: 120_000,
    },
    async (engine) => {
      const first = await rehearsed({ engine });
      expect(first.problems).toEqual([]);
      const state = JSON.parse(stack.project.read(`dev/${STACK}/terraform.tfstate`));
      const attributesOf = (type: string, part: string) =>
        state.resources.find(
          (each: { type: string; name: string }) => each.type === type && each.name.includes(part),
        );
      const arn = (part: string) =>
        attributesOf("aws_lb_target_group", part).instances[0].attributes.arn as string;
      const rule = attributesOf("aws_lb_listener_rule", "route-api").name;
      const shifted = [
        { arn: arn("targets"), weight: 0 },
        { arn: arn("alternate"), weight: 1 },
      ];
      const set = await stack.project.infra([
        "cloud",
        "set",
        STACK,
        `aws_lb_listener_rule.${rule}`,
        `action[0].forward[0].target_group=${JSON.stringify(shifted)}`,
      ]);
      expect([set.code, set.stderr]).toEqual([0, ""]);
      const service = attributesOf("aws_ecs_service", "web");
      await stack.project.infra([
        "cloud",
        "set",
        STACK,
        `aws_ecs_service.${service.name}`,
        `load_balancer[0].target_group_arn=${arn("alternate")}`,
      ]);

      const after = await rehearsed({ engine });
      expect([after.problems, after.changes]).toEqual([[], []]);
    },
  );

  it("a new priority is refused", { timeout: 120_000 }, async () => {
    const { problems } = await rehearsed({ engine: "codedeploy" }, 200);
    expect(problems[0]).toBe(`${STACK}: failed`);
    expect(problems.join("\n")).toContain("Instance cannot be destroyed");
    expect(problems.join("\n")).toContain("priority-stays");
  });
});

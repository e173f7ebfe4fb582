import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { App, TerraformOutput, TerraformStack, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { LoadBalancer } from "./load-balancer.ts";
import type { RouteProps } from "./route-props.ts";
import { keyedPriority } from "./route-table.ts";

const ROUTE: RouteProps = {
  hosts: ["api.example.com"],
  containerPort: 8000,
  healthCheck: { path: "/healthz" },
};

function balancer(stack: TerraformStack, stage: "dev" | "prod" = "prod", name = "acme-prod-edge") {
  return new LoadBalancer(stack, "edge", {
    stage,
    name,
    network: new FakeNetwork(stack),
    exposure: { scheme: "internal" },
    tls: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
    logs: { off: { reason: "Nothing to see in tests" } },
  });
}

function make(props: Partial<RouteProps>, stage?: "dev" | "prod") {
  return synth((stack) => balancer(stack, stage).route("api", { ...ROUTE, ...props }));
}

describe("a route's rule", () => {
  it("forwards what matches hosts and paths, weights written out", () => {
    const template = make({ paths: ["/v1/*"], priority: 100 });
    const [group] = Object.keys(resourcesOf(template, "aws_lb_target_group"));
    expect(only(template, "aws_lb_listener_rule")).toEqual({
      listener_arn: expect.stringContaining("aws_lb_listener.edge_https"),
      priority: 100,
      action: [
        {
          type: "forward",
          forward: { target_group: [{ arn: `\${aws_lb_target_group.${group}.arn}`, weight: 1 }] },
        },
      ],
      condition: [
        { host_header: { values: ["api.example.com"] } },
        { path_pattern: { values: ["/v1/*"] } },
      ],
    });
  });

  it("has a priority from its key alone, above every given one", () => {
    expect(only(make({}), "aws_lb_listener_rule").priority).toBe(keyedPriority("api"));
    for (const key of ["api", "web", "admin", "a", "zz-9"]) {
      expect(keyedPriority(key)).toBeGreaterThanOrEqual(10_000);
      expect(keyedPriority(key)).toBeLessThanOrEqual(49_999);
    }
  });

  it("keeps its priority when routes are added before it", () => {
    const template = synth((stack) => {
      const edge = balancer(stack);
      edge.route("aaa", { ...ROUTE, hosts: ["a.example.com"] });
      edge.route("api", ROUTE);
    });
    const priorities = Object.values(resourcesOf(template, "aws_lb_listener_rule"));
    expect(priorities.map(({ priority }) => priority)).toContain(keyedPriority("api"));
  });

  it.each([
    ["terraform", undefined],
    ["codedeploy", { ignore_changes: ["action"] }],
    ["ecs-blue-green", { ignore_changes: ["action"] }],
  ] as const)("leaves its action alone as %s wishes, at one address", (weightsOwner, lifecycle) => {
    const template = make({ weightsOwner });
    expect(only(template, "aws_lb_listener_rule").lifecycle).toEqual(lifecycle);
    expect(Object.keys(resourcesOf(template, "aws_lb_listener_rule"))).toEqual(
      Object.keys(resourcesOf(make({}), "aws_lb_listener_rule")),
    );
  });
});

describe("a route's target group", () => {
  it("is written out whole", () => {
    expect(only(make({}), "aws_lb_target_group")).toEqual({
      name: expect.stringMatching(/^acme-prod-edge-api-[0-9a-f]{6}$/),
      port: 8000,
      protocol: "HTTP",
      protocol_version: "HTTP1",
      target_type: "ip",
      vpc_id: "vpc-0a1b2c3d",
      deregistration_delay: "60",
      slow_start: 0,
      load_balancing_algorithm_type: "round_robin",
      stickiness: { enabled: false, type: "lb_cookie" },
      health_check: {
        enabled: true,
        path: "/healthz",
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: 10,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
      },
      lifecycle: { create_before_destroy: true },
    });
  });

  it.each([
    ["dev", "5", { interval: 15, timeout: 5, healthy_threshold: 2, unhealthy_threshold: 3 }],
    ["prod", "60", { interval: 10, timeout: 5, healthy_threshold: 2, unhealthy_threshold: 3 }],
  ] as const)("has these defaults in %s", (stage, delay, check) => {
    const group = only(make({}, stage), "aws_lb_target_group");
    expect(group.deregistration_delay).toBe(delay);
    expect(group.health_check).toMatchObject(check);
  });

  it("gets another name with what replaces it, and the same name with the rest", () => {
    const name = (props: Partial<RouteProps>) => only(make(props), "aws_lb_target_group").name;
    expect(name({ containerPort: 8001 })).not.toBe(name({}));
    expect(name({ protocolVersion: "GRPC" })).not.toBe(name({}));
    expect(name({ slowStartSeconds: 30, paths: ["/v1/*"] })).toBe(name({}));
  });

  it("follows a cookie of the application, or one of its own", () => {
    const stickiness = { durationSeconds: 3600, cookieName: "session" };
    expect(only(make({ stickiness }), "aws_lb_target_group").stickiness).toEqual({
      enabled: true,
      type: "app_cookie",
      cookie_name: "session",
      cookie_duration: 3600,
    });
    const own = only(make({ stickiness: { durationSeconds: 60 } }), "aws_lb_target_group");
    expect(own.stickiness.type).toBe("lb_cookie");
  });

  it("takes code 0 for health over gRPC", () => {
    const group = only(make({ protocolVersion: "GRPC" }), "aws_lb_target_group");
    expect(group.health_check.matcher).toBe("0");
  });

  it("gives overrides the last word, but not over its name", () => {
    const targetGroup = { loadBalancingAnomalyMitigation: "on", name: "other" };
    const group = only(make({ overrides: { targetGroup } }), "aws_lb_target_group");
    expect(group.load_balancing_anomaly_mitigation).toBe("on");
    expect(group.name).toMatch(/^acme-prod-edge-api-/);
  });
});

describe("what a service sees of a route", () => {
  it("has group, port and the rule to wait for", () => {
    const stack = new TerraformStack(new App(), "test");
    const edge = balancer(stack);
    const route = edge.route("api", ROUTE);
    expect(Token.isUnresolved(route.targetGroupArn)).toBe(true);
    expect(route.securityGroup).toBe(edge.securityGroup);
    expect(route.containerPort).toBe(8000);
    expect(route.ready).toEqual([route.rule]);
  });

  it("has a label for scaling by requests, unless weights move elsewhere", () => {
    const template = synth((stack) => {
      const edge = balancer(stack);
      const value = edge.route("api", ROUTE).requestCountLabel();
      new TerraformOutput(stack, "label", { value });
      const hosts = ["blue.example.com"];
      const blue = edge.route("blue", { ...ROUTE, hosts, weightsOwner: "codedeploy" });
      expect(() => blue.requestCountLabel()).toThrow(
        'test/edge/route-blue: weightsOwner must be terraform where requests are counted for scaling, got "codedeploy"; scale on CPU instead',
      );
    });
    expect(template.output.label!.value).toMatch(
      /^\$\{aws_lb\.edge\.arn_suffix\}\/\$\{aws_lb_target_group\.\S+\.arn_suffix\}$/,
    );
  });
});

import { Contract } from "@groundplan/core/contracts";
import { only } from "@groundplan/core/testing/synth";
import { App, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { LOAD_BALANCER_SHAPE } from "./existing-load-balancer.ts";
import { LoadBalancer } from "./load-balancer.ts";
import type { RouteProps } from "./route-props.ts";

const CONTRACT = {
  listenerArn:
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/acme-prod-edge/1/2",
  securityGroupId: "sg-1",
  arnSuffix: "app/acme-prod-edge/1",
  dnsName: "edge.eu-west-1.elb.amazonaws.com",
  zoneId: "Z0ELB",
};

type Match = Partial<Pick<RouteProps, "hosts" | "paths" | "priority">>;

function route(match: Match): RouteProps {
  return { containerPort: 8000, healthCheck: { path: "/" }, ...match };
}

/** Makes each route in a stack of its own: `a` on the load balancer, the others from elsewhere. */
function make(routes: Record<string, Match>, names: Record<string, string> = {}) {
  const app = new App();
  for (const [key, match] of Object.entries(routes)) {
    const stack = new TerraformStack(app, `prod-${key}`);
    const network = new FakeNetwork(stack);
    const name = names[key] ?? "acme-prod-edge";
    const props = { stage: "prod", name, network, contract: CONTRACT } as const;
    LoadBalancer.fromExisting(stack, "edge", props).route(key, route(match));
  }
}

describe("routes of one load balancer, over all stacks", () => {
  it("refuses a priority that another route has", () => {
    const routes = {
      api: { hosts: ["api.example.com"], priority: 10 },
      web: { hosts: ["www.example.com"], priority: 10 },
    };
    expect(() => make(routes)).toThrow(
      "prod-web/edge/route-web: priority must differ from that of prod-api/edge/route-api, got 10; give one of them another number, 1 to 9999",
    );
    expect(() => make(routes, { web: "acme-dev-edge" })).not.toThrow();
  });

  it("refuses to order overlapping routes by accident of their keys", () => {
    const routes = { api: { paths: ["/api/*"] }, admin: { hosts: ["admin.example.com"] } };
    expect(() => make(routes)).toThrow(
      "prod-admin/edge/route-admin: priority must be given, because prod-api/edge/route-api matches some of the same requests; the lower number goes first, and every given one before those made from keys",
    );
  });

  it("orders a given priority before one from a key", () => {
    const routes = { api: { paths: ["/api/*"], priority: 1 }, web: { paths: ["/*"] } };
    expect(() => make(routes)).not.toThrow();
  });

  it("refuses a route that an earlier one leaves nothing to", () => {
    const routes = {
      web: { hosts: ["www.example.com"], priority: 10 },
      api: { hosts: ["www.example.com"], paths: ["/api/*"], priority: 20 },
    };
    expect(() => make(routes)).toThrow(
      "prod-api/edge/route-api: priority must be below 10 of prod-web/edge/route-web, which takes all its requests, got 20",
    );
  });

  it("refuses a route that takes everything from a later one", () => {
    const routes = {
      api: { paths: ["/api/*"], priority: 20 },
      all: { paths: ["/*"], priority: 10 },
    };
    expect(() => make(routes)).toThrow(
      "prod-all/edge/route-all: priority must be above 20 of prod-api/edge/route-api, which would never see a request, got 10",
    );
  });

  it("lets a narrow route stand before a wide one", () => {
    const routes = {
      api: { hosts: ["www.example.com"], paths: ["/api/*"], priority: 10 },
      web: { hosts: ["www.example.com"], priority: 20 },
    };
    expect(() => make(routes)).not.toThrow();
  });
});

describe("LoadBalancer.fromExisting", () => {
  it("adds a route to a listener of another stack and makes no load balancer", () => {
    const template = synth((stack) => {
      const network = new FakeNetwork(stack);
      const name = "acme-prod-edge";
      const props = { stage: "prod", name, network, contract: CONTRACT } as const;
      const edge = LoadBalancer.fromExisting(stack, "edge", props);
      const api = edge.route("api", route({ hosts: ["api.example.com"] }));
      expect(api.securityGroup.id).toBe("sg-1");
    });
    expect(Object.keys(template.resource)).toEqual(["aws_lb_listener_rule", "aws_lb_target_group"]);
    expect(only(template, "aws_lb_listener_rule").listener_arn).toBe(CONTRACT.listenerArn);
  });

  it("takes what the other stack publishes", () => {
    const template = synth((stack) => {
      const edge = new LoadBalancer(stack, "edge", {
        stage: "prod",
        name: "acme-prod-edge",
        network: new FakeNetwork(stack),
        exposure: { scheme: "internal" },
        tls: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
        logs: { off: { reason: "Nothing to see in tests" } },
      });
      new Contract("edge", LOAD_BALANCER_SHAPE).publish(stack, edge.contractValues());
    });
    expect(Object.entries(template.output).map(([name, { value }]) => [name, value])).toEqual([
      ["edge_arn_suffix", "${aws_lb.edge.arn_suffix}"],
      ["edge_dns_name", "${aws_lb.edge.dns_name}"],
      ["edge_listener_arn", expect.stringMatching(/^\$\{aws_lb_listener\.edge_https_\w+\.arn\}$/)],
      ["edge_security_group_id", expect.stringMatching(/^\$\{aws_security_group\..*\.id\}$/)],
      ["edge_zone_id", "${aws_lb.edge.zone_id}"],
    ]);
  });
});

import { expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { LoadBalancer } from "./load-balancer.ts";
import type { Algorithm, RouteProps } from "./route-props.ts";

const ROUTE: RouteProps = {
  hosts: ["api.example.com"],
  containerPort: 8000,
  healthCheck: { path: "/healthz" },
};

function make(props: Partial<RouteProps>, key = "api") {
  return synth((stack) =>
    new LoadBalancer(stack, "edge", {
      stage: "prod",
      name: "acme-prod-edge",
      network: new FakeNetwork(stack),
      exposure: { scheme: "internal" },
      tls: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
      logs: { off: { reason: "Nothing to see in tests" } },
    }).route(key, { ...ROUTE, ...props }),
  );
}

it.each<[string, Partial<RouteProps>, string]>([
  [
    "no condition",
    { hosts: [] },
    'hosts and paths must be 1 to 5 together, got 0; to take every request, say paths: ["/*"]',
  ],
  [
    "more values than a rule holds",
    { paths: ["/a", "/b", "/c", "/d", "/e"] },
    "hosts and paths must be 1 to 5 together, got 6; split the route",
  ],
  [
    "a host with capitals",
    { hosts: ["API.example.com"] },
    'hosts must be lower-case host names of at most 128 characters, with * and ? as wildcards, got "API.example.com"',
  ],
  [
    "a path without its slash",
    { paths: ["v1"] },
    'paths must begin with / or * and have at most 128 characters that AWS takes in a path, got "v1"',
  ],
  [
    "a priority of those made from keys",
    { priority: 10_000 },
    "priority must be 1 to 9999, got 10000",
  ],
  ["a port that does not exist", { containerPort: 0 }, "containerPort must be 1 to 65535, got 0"],
  [
    "a health check without a path",
    { healthCheck: { path: "" } },
    'healthCheck.path must begin with / and have no spaces, got ""',
  ],
  [
    "a check that takes longer than its interval",
    { healthCheck: { path: "/", intervalSeconds: 5 } },
    "healthCheck.timeoutSeconds must be less than the interval of 5, got 5",
  ],
  [
    "every number of a check out of range, at once",
    {
      healthCheck: {
        path: "/",
        matcher: "ok",
        intervalSeconds: 1,
        timeoutSeconds: 1,
        healthyThreshold: 1,
        unhealthyThreshold: 11,
      },
    },
    [
      'healthCheck.matcher must be status codes such as 200, 200,204 or 200-299, got "ok"',
      "healthCheck.intervalSeconds must be 5 to 300, got 1",
      "healthCheck.timeoutSeconds must be 2 to 120, got 1",
      "healthCheck.healthyThreshold must be 2 to 10, got 1",
      "healthCheck.unhealthyThreshold must be 2 to 10, got 11",
      "healthCheck.timeoutSeconds must be less than the interval of 1, got 1",
    ].join("\ntest/edge/route-api: "),
  ],
  [
    "a drain longer than an hour",
    { deregistrationDelaySeconds: 3601 },
    "deregistrationDelaySeconds must be 0 to 3600, got 3601",
  ],
  [
    "a slow start that AWS does not offer",
    { slowStartSeconds: 10 },
    "slowStartSeconds must be 30 to 900, got 10",
  ],
  [
    "a slow start with another algorithm",
    { slowStartSeconds: 30, algorithm: "weighted_random" },
    "slowStartSeconds must be 0 with another algorithm than round_robin, got 30",
  ],
  [
    "an algorithm that there is not",
    { algorithm: "random" as Algorithm },
    'algorithm must be one of round_robin, least_outstanding_requests, weighted_random, got "random"',
  ],
  [
    "a cookie that is the load balancer's own",
    { stickiness: { durationSeconds: 60, cookieName: "AWSALBTG" } },
    'stickiness.cookieName must not begin with AWSALB, which the load balancer keeps for itself, got "AWSALBTG"',
  ],
  [
    "a name that leaves no room for the hash, with the overrun",
    { name: "acme-prod-music-library-api" },
    'name must have at most 25 characters, because 7 of a hash follow (target group), got "acme-prod-music-library-api"; give a name that is shorter by 2',
  ],
])("refuses %s", (_title, props, message) => {
  expect(() => make(props)).toThrow(`test/edge/route-api: ${message}`);
});

it("refuses a key that is not in kebab case", () => {
  expect(() => make({ name: "api" }, "API")).toThrow(
    'test/edge/route-API: key must be in kebab case, got "API"',
  );
});

import type { Stage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import { EcsCluster, type EcsClusterProps } from "../ecs-cluster/index.ts";
import { FargateApp, type FargateAppProps, type ImageByDigest } from "../fargate-service/index.ts";
import type { LoadBalancerTarget } from "../load-balancer/target.ts";
import { SecurityGroup } from "../security-group/index.ts";
import { FakeNetwork } from "./network.ts";

/** An image that is pinned, in a repository of the test account. */
export const IMAGE: ImageByDigest = {
  repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-api",
  digest: `sha256:${"a".repeat(64)}`,
};

/** A cluster for tests. */
export function testCluster(scope: Construct, props: Partial<EcsClusterProps> = {}): EcsCluster {
  return new EcsCluster(scope, "cluster", { stage: "dev", name: "acme-dev-main", ...props });
}

/** An application for tests, in a cluster and a network of its own; `props` change one thing. */
export function testApp(scope: Construct, props: Partial<FargateAppProps> = {}): FargateApp {
  const stage: Stage = props.stage ?? "dev";
  return new FargateApp(scope, "app", {
    stage,
    name: "acme-dev-api",
    cluster: props.cluster ?? testCluster(scope, { stage }),
    network: props.network ?? new FakeNetwork(scope),
    image: IMAGE,
    ...props,
  });
}

/** Where a load balancer that stands already sends requests; `change` changes one thing. */
export function testTarget(
  scope: Construct,
  change: Partial<LoadBalancerTarget> = {},
): LoadBalancerTarget {
  return {
    targetGroupArn:
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef",
    dimensions: {
      LoadBalancer: "app/edge/0123456789abcdef",
      TargetGroup: "targetgroup/api/0123456789abcdef",
    },
    securityGroup: SecurityGroup.fromExisting(scope, "edge", { securityGroupId: "sg-edge" }),
    containerPort: 8000,
    weightsOwner: "terraform",
    ready: [],
    ...change,
  };
}

/** A network without a way out, with endpoints for `services`. */
export function closedNetwork(scope: Construct, services: readonly string[]): FakeNetwork {
  return Object.assign(new FakeNetwork(scope), { hasEgress: false, endpointServices: services });
}

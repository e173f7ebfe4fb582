import type { ITerraformDependable } from "cdktf";
import type { SecurityGroup } from "../security-group/index.ts";

/** Who moves traffic between target groups. */
export type WeightsOwner = "terraform" | "codedeploy" | "ecs-blue-green";

/** Where a load balancer sends a service's traffic: made by `LoadBalancer.route(...)`. */
export interface LoadBalancerTarget {
  readonly targetGroupArn: string;
  /** What metrics name the target group and its load balancer by. */
  readonly dimensions: { readonly LoadBalancer: string; readonly TargetGroup: string };
  /** The load balancer's security group: the service lets it in on the container port. */
  readonly securityGroup: SecurityGroup;
  /** Container port that receives the traffic. */
  readonly containerPort: number;
  /** Who moves traffic between target groups: the one who deploys the service, or nobody else. */
  readonly weightsOwner: WeightsOwner;
  /**
   * What must exist before a service may register (the listener rule): goes into `dependsOn`.
   * Not `IDependable`, because cdktf turns no `node.addDependency` into a `depends_on`.
   */
  readonly ready: readonly ITerraformDependable[];
}

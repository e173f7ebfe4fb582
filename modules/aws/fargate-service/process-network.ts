import type { SecurityGroup } from "../security-group/index.ts";
import type { FargateApp } from "./fargate-app.ts";

/** Where a task's network interface stands, as ECS and EventBridge Scheduler take it. */
export interface TaskNetwork {
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly assignPublicIp: boolean;
}

/** The network of an application's tasks; `others` are security groups beside the application's own. */
export function networkOf(app: FargateApp, ...others: readonly SecurityGroup[]): TaskNetwork {
  const { network, placement = {} } = app.props;
  const isPublic = placement.publicAddress !== undefined;
  return {
    subnets: network.subnetIds(placement.tier ?? (isPublic ? "public" : "private")),
    securityGroups: [app.securityGroup, ...others].map(({ id }) => id),
    assignPublicIp: isPublic,
  };
}

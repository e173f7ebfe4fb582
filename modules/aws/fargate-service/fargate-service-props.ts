import type { CloudwatchLogGroupConfig } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import type { EcsTaskDefinitionConfig } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import type { LoadBalancerTarget } from "../load-balancer/target.ts";
import type { CapacityMix } from "./capacity.ts";
import type { ContainerHealthCheck } from "./container.ts";
import type { CountOwner, DeployOwner } from "./ownership.ts";
import type { Rollout } from "./rollout.ts";
import type { ServiceConnect } from "./service-connect.ts";
import type { ProcessProps } from "./task-definition.ts";
import type { TrafficShift } from "./traffic-shift-props.ts";

export interface FargateServiceProps extends ProcessProps {
  /**
   * Tasks that run; with an autoscaler those that it begins with. Always written: a service that is
   * made without a count has none.
   *
   * @default 1 in dev, 2 in prod
   */
  readonly count?: number;

  /**
   * Who says how many tasks run. With `autoscaling` a `ServiceScaling` must be made for the service.
   * A change of owner changes no task by itself.
   *
   * @default "fixed"
   */
  readonly countOwner?: CountOwner;

  /**
   * Who puts new images into the service. From or to `codedeploy` replaces the service; any other
   * change of owner changes nothing by itself.
   *
   * @default "terraform"
   */
  readonly deployOwner?: DeployOwner;

  /**
   * Where requests come from: `LoadBalancer.route(...)`. A change deploys.
   *
   * @default none: a worker
   */
  readonly target?: LoadBalancerTarget;

  /**
   * Port that the application listens on, where it has no target but is called by others.
   *
   * @default the target's port
   */
  readonly port?: number;

  /**
   * On demand and Spot. A change deploys, in place.
   *
   * @default Spot in dev; in prod on demand
   */
  readonly capacity?: CapacityMix;

  /**
   * How new tasks take over from old ones. A change restarts nothing.
   *
   * @default as in the README's table
   */
  readonly rollout?: Rollout;

  /**
   * How ECS moves requests, with `ecs-blue-green` only. A change restarts nothing.
   *
   * @default none
   */
  readonly trafficShift?: TrafficShift;

  /**
   * How ECS asks the application whether it is well, beside the load balancer. A change deploys.
   *
   * @default it does not ask
   */
  readonly healthCheck?: ContainerHealthCheck;

  /**
   * Whether shell sessions into tasks are possible, recorded by the cluster. A change deploys.
   *
   * @default true in dev where the cluster records them, false in prod
   */
  readonly exec?: boolean;

  /**
   * Takes part in Service Connect. A change deploys.
   *
   * @default it does not
   */
  readonly serviceConnect?: ServiceConnect;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly service?: Partial<EcsServiceConfig>;
    readonly taskDefinition?: Partial<EcsTaskDefinitionConfig>;
    readonly logGroup?: Partial<CloudwatchLogGroupConfig>;
  };
}

import type { CodedeployDeploymentGroupConfig } from "@cdktf/provider-aws/lib/codedeploy-deployment-group/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { DeploymentHook, TrafficSteps } from "../fargate-service/index.ts";
import type { RoutedLoadBalancer, RouteProps } from "../load-balancer/index.ts";

/**
 * Who moves the requests.
 *
 * - `ecs`: ECS itself, at an apply or when a pipeline updates the service.
 * - `codedeploy`: CodeDeploy, when a pipeline makes a deployment. For teams that run it already.
 */
export type ReleaseEngine = "ecs" | "codedeploy";

export interface BlueGreenProps extends ModuleProps {
  /**
   * Physical name of the service that is released: `acme-prod-music-library-web`. It begins the names
   * of alarms, roles, and of CodeDeploy's application and group, which are replaced with it.
   */
  readonly name: string;

  /** Load balancer that the requests come through. */
  readonly loadBalancer: RoutedLoadBalancer;

  /** Kebab-case name of the route; changing it replaces rules and target groups. */
  readonly routeKey: string;

  /** What the route takes, and how it finds healthy targets. */
  readonly route: Omit<RouteProps, "weightsOwner" | "pair">;

  /**
   * Who moves the requests. From or to `codedeploy` replaces the service: ECS cannot change a
   * service's controller.
   *
   * @default "ecs"
   */
  readonly engine?: ReleaseEngine;

  /**
   * Listener through which a release is tried before it gets requests: a `TestListener` of the same
   * load balancer. A change is made in place.
   *
   * @default none
   */
  readonly test?: { readonly listenerArn: string };

  /**
   * Minutes in which the old tasks still run after the shift, 0 to 1440, with their old secrets and
   * their connections. A change restarts nothing.
   *
   * @default 0 in dev, 10 in prod
   */
  readonly bakeMinutes?: number;

  /**
   * How requests move. A change restarts nothing.
   *
   * @default "at-once" in dev, a canary of 10 % for 5 minutes in prod
   */
  readonly steps?: "at-once" | TrafficSteps;

  /**
   * Functions that may stop a deployment, by kebab-case name. A change restarts nothing.
   *
   * @default none
   */
  readonly hooks?: Readonly<Record<string, DeploymentHook>>;

  /**
   * Whether answers 5xx and tasks that stay unhealthy, over both target groups, take a deployment back.
   *
   * @default false in dev, true in prod
   */
  readonly rollbackOnErrors?: boolean;

  /** More alarms, by name, that take a deployment back when they go off during it. @default none */
  readonly rollbackAlarms?: readonly string[];

  /**
   * Whether a plan that changes the route's priority is refused: the provider then writes the rule's
   * action back, too, and requests go to the old tasks (terraform-provider-aws#24811).
   *
   * @default true
   */
  readonly keepPriority?: boolean;

  /**
   * True for the one apply in which a service that ECS rolled goes over to `ecs`, or gets another test
   * listener: otherwise Terraform leaves the service's target groups alone, and ECS refuses. Take it
   * away afterwards: left there, a plan after a release would take the release back.
   *
   * @default false
   */
  readonly adopt?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly deploymentGroup?: Partial<CodedeployDeploymentGroupConfig> };
}

import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import {
  LbTargetGroup,
  type LbTargetGroupConfig,
} from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { hashedName } from "@groundplan/core/naming";
import { check, must } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { SecurityGroup } from "../security-group/index.ts";
import { DEFAULTS } from "./defaults.ts";
import { resolveHealthCheck } from "./health-check.ts";
import { checkRoute } from "./route-checks.ts";
import type { RouteProps } from "./route-props.ts";
import { enterRoute, keyedPriority } from "./route-table.ts";
import type { LoadBalancerTarget, WeightsOwner } from "./target.ts";

/** A load balancer as its routes see it: made in this stack or in another one. */
export interface RoutedLoadBalancer extends Construct {
  readonly stage: Stage;
  /** Physical name: the identity under which routes of all stacks are checked together. */
  readonly name: string;
  readonly vpcId: string;
  readonly listenerArn: string;
  readonly arnSuffix: string;
  readonly securityGroup: SecurityGroup;
}

/**
 * One way through a load balancer to one service: a listener rule and the target group behind it.
 * Made by `LoadBalancer.route(...)`.
 */
export class Route extends Construct implements LoadBalancerTarget {
  readonly rule: LbListenerRule;
  readonly targetGroup: LbTargetGroup;
  readonly securityGroup: SecurityGroup;
  readonly containerPort: number;
  readonly weightsOwner: WeightsOwner;
  private readonly balancer: RoutedLoadBalancer;
  private readonly props: RouteProps;

  constructor(balancer: RoutedLoadBalancer, key: string, props: RouteProps) {
    super(balancer, `route-${key}`);
    const name = props.name ?? `${balancer.name}-${key}`;
    const priority = props.priority ?? keyedPriority(key);
    check(this, checkRoute(key, name, props, balancer.stage));
    check(this, this.enter(balancer, priority, props));

    this.balancer = balancer;
    this.props = props;
    this.securityGroup = balancer.securityGroup;
    this.containerPort = props.containerPort;
    this.weightsOwner = props.weightsOwner ?? "terraform";
    this.targetGroup = this.createTargetGroup(name);
    this.rule = this.createRule(priority);
  }

  get targetGroupArn(): string {
    return this.targetGroup.arn;
  }

  get dimensions(): LoadBalancerTarget["dimensions"] {
    return { LoadBalancer: this.balancer.arnSuffix, TargetGroup: this.targetGroup.arnSuffix };
  }

  get ready(): readonly ITerraformDependable[] {
    return [this.rule];
  }

  /**
   * What `ALBRequestCountPerTarget` scaling names the route by.
   *
   * @throws PropsError when something else shifts the weights: the label would follow one target
   * group while the requests go to the other
   */
  requestCountLabel(): string {
    check(this, [
      must(
        this.weightsOwner === "terraform",
        "weightsOwner",
        "be terraform where requests are counted for scaling",
        this.weightsOwner,
        "scale on CPU instead",
      ),
    ]);
    const { LoadBalancer, TargetGroup } = this.dimensions;
    return `${LoadBalancer}/${TargetGroup}`;
  }

  private enter(balancer: RoutedLoadBalancer, priority: number, props: RouteProps) {
    const { hosts = [], paths = [] } = props;
    return enterRoute(this.node.root, balancer.name, {
      path: this.node.path,
      priority,
      given: props.priority !== undefined,
      hosts,
      paths,
    });
  }

  private createTargetGroup(name: string): LbTargetGroup {
    const { stage, vpcId } = this.balancer;
    const { props } = this;
    const fixed = {
      port: props.containerPort,
      protocol: "HTTP",
      protocolVersion: props.protocolVersion ?? "HTTP1",
      targetType: "ip",
    };
    const config: LbTargetGroupConfig = {
      deregistrationDelay: String(
        props.deregistrationDelaySeconds ?? DEFAULTS.deregistrationDelaySeconds[stage],
      ),
      slowStart: props.slowStartSeconds ?? 0,
      loadBalancingAlgorithmType: props.algorithm ?? "round_robin",
      stickiness: stickinessOf(props),
      healthCheck: resolveHealthCheck(props.healthCheck, stage, fixed.protocolVersion === "GRPC"),
      ...props.overrides?.targetGroup,
      ...fixed,
      vpcId,
    };
    return new LbTargetGroup(this, "targets", {
      ...config,
      // Two groups cannot have one name at a time: what forces a replacement is in the name.
      name: hashedName(name, Object.values(fixed)),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createRule(priority: number): LbListenerRule {
    const { hosts = [], paths = [] } = this.props;
    return new LbListenerRule(this, "Default", {
      listenerArn: this.balancer.listenerArn,
      // Written out: a forward that is only implied is read back as none after a shift
      // (terraform-provider-aws#28129).
      action: [
        { type: "forward", forward: { targetGroup: [{ arn: this.targetGroup.arn, weight: 1 }] } },
      ],
      condition: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      ...this.props.overrides?.rule,
      priority,
      // Weights lie in a set, so only the whole action can be left to its owner
      // (terraform-provider-aws#43905).
      lifecycle: this.weightsOwner === "terraform" ? undefined : { ignoreChanges: ["action"] },
    });
  }
}

function stickinessOf({ stickiness }: RouteProps): LbTargetGroupConfig["stickiness"] {
  if (!stickiness) return { enabled: false, type: "lb_cookie" };
  return {
    enabled: true,
    type: stickiness.cookieName ? "app_cookie" : "lb_cookie",
    cookieName: stickiness.cookieName,
    cookieDuration: stickiness.durationSeconds,
  };
}

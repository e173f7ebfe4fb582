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
  /** The second target group of a `pair`. */
  readonly alternate?: LbTargetGroup;
  readonly securityGroup: SecurityGroup;
  readonly containerPort: number;
  readonly weightsOwner: WeightsOwner;
  private readonly balancer: RoutedLoadBalancer;
  private readonly props: RouteProps;
  /** Place in the order of rules. */
  readonly priority: number;

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
    this.priority = priority;
    this.targetGroup = this.createTargetGroup("targets", name);
    if (props.pair) this.alternate = this.createTargetGroup("alternate", `${name}-b`);
    this.rule = this.createRule("Default", balancer.listenerArn);
  }

  get targetGroupArn(): string {
    return this.targetGroup.arn;
  }

  get dimensions(): LoadBalancerTarget["dimensions"] {
    return this.dimensionsOf(this.targetGroup);
  }

  /** What metrics name each target group by: one, or two of a `pair`. */
  get allDimensions(): readonly LoadBalancerTarget["dimensions"][] {
    const groups = this.alternate ? [this.targetGroup, this.alternate] : [this.targetGroup];
    return groups.map((group) => this.dimensionsOf(group));
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

  /**
   * The same hosts and paths on another listener, at the same priority: where a release is tried
   * before it gets the requests.
   *
   * @param listenerArn another listener of the same load balancer
   */
  addTestRule(listenerArn: string): LbListenerRule {
    return this.createRule("test", listenerArn);
  }

  private dimensionsOf({ arnSuffix }: LbTargetGroup): LoadBalancerTarget["dimensions"] {
    return { LoadBalancer: this.balancer.arnSuffix, TargetGroup: arnSuffix };
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

  private createTargetGroup(id: string, name: string): LbTargetGroup {
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
    return new LbTargetGroup(this, id, {
      ...config,
      // Two groups cannot have one name at a time: what forces a replacement is in the name.
      name: hashedName(name, Object.values(fixed)),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createRule(id: string, listenerArn: string): LbListenerRule {
    const { hosts = [], paths = [] } = this.props;
    const main = { arn: this.targetGroup.arn, weight: 1 };
    // Both stand in the rule from the beginning: ECS and CodeDeploy refuse a group that no listener has.
    const groups = this.alternate ? [main, { arn: this.alternate.arn, weight: 0 }] : [main];
    return new LbListenerRule(this, id, {
      listenerArn,
      // Written out: a forward that is only implied is read back as none after a shift
      // (terraform-provider-aws#28129).
      action: [{ type: "forward", forward: { targetGroup: groups } }],
      condition: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      ...this.props.overrides?.rule,
      priority: this.priority,
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

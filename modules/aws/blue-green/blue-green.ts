import type { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { check, must } from "@groundplan/core/problems";
import { DataResource } from "cdktf";
import { Construct } from "constructs";
import {
  APP_CONTAINER,
  type FargateService,
  type FargateServiceProps,
  RollbackAlarms,
  DEFAULTS as SERVICE_DEFAULTS,
  type TrafficShift,
} from "../fargate-service/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { type LoadBalancerTarget, Route, type WeightsOwner } from "../load-balancer/index.ts";
import { blueGreenProblems } from "./blue-green-problems.ts";
import type { BlueGreenProps, ReleaseEngine } from "./blue-green-props.ts";
import { appspecHooks } from "./codedeploy-hooks.ts";
import { DEFAULTS } from "./defaults.ts";
import { DeploymentGroup } from "./deployment-group.ts";
import { EngineRole, hookStatements, routeStatements } from "./engine-role.ts";
import type { RELEASE_SHAPE } from "./release-contract.ts";

const OWNERS: Readonly<Record<ReleaseEngine, WeightsOwner>> = {
  ecs: "ecs-blue-green",
  codedeploy: "codedeploy",
};

/**
 * Releases a service into a second target group, and moves the requests there when it is well: by ECS
 * or by CodeDeploy, with the same props, rights and contract.
 */
export class BlueGreen extends Construct {
  readonly engine: ReleaseEngine;
  readonly route: Route;
  readonly testRule?: LbListenerRule;
  /** What takes a deployment back. Not there where `rollbackOnErrors` is false. */
  readonly alarms?: RollbackAlarms;
  /** Where the service gets its requests. */
  readonly target: LoadBalancerTarget;
  private readonly props: BlueGreenProps;
  private readonly trafficShift?: TrafficShift;
  private released?: { readonly service: FargateService; readonly group?: DeploymentGroup };

  constructor(scope: Construct, id: string, props: BlueGreenProps) {
    super(scope, id);
    this.props = props;
    this.engine = props.engine ?? DEFAULTS.engine[props.stage];
    check(this, blueGreenProblems(props, this.engine));
    this.route = new Route(props.loadBalancer, props.routeKey, {
      ...props.route,
      weightsOwner: OWNERS[this.engine],
      pair: true,
    });
    if (props.test) this.testRule = this.route.addTestRule(props.test.listenerArn);
    if (props.rollbackOnErrors ?? DEFAULTS.rollbackOnErrors[props.stage]) {
      this.alarms = this.createAlarms();
    }
    if (props.keepPriority ?? DEFAULTS.keepPriority[props.stage]) this.keepPriority();
    const role = this.engine === "ecs" ? this.createRole() : undefined;
    this.target = this.createTarget(role);
    this.trafficShift = role && this.createShift(role);
    this.node.addValidation({ validate: () => this.unreleased() });
  }

  /** What the service is made with: `new FargateService(..., { ...release.service, app, process })`. */
  get service(): Pick<FargateServiceProps, "target" | "deployOwner" | "trafficShift" | "rollout"> {
    const byEcs = this.engine === "ecs";
    return {
      target: this.target,
      deployOwner: byEcs ? "ecs-blue-green" : "codedeploy",
      ...(this.trafficShift && { trafficShift: this.trafficShift }),
      rollout: byEcs ? { rollbackAlarms: this.alarmNames } : {},
    };
  }

  /**
   * Says which service is released. Once.
   *
   * @throws PropsError for a service that was not made with `service`, or a second one
   */
  deploys(service: FargateService): void {
    check(this, [
      must(this.released === undefined, "service", "be one: a route leads to one service"),
      must(
        service.target === this.target,
        "service",
        "be made with this release's `service`",
        undefined,
        "nobody would move its requests",
      ),
    ]);
    // The service names the alarms, so they are made before its rollout is known.
    this.alarms?.allowGrace(service.healthCheckGraceSeconds);
    this.released = {
      service,
      ...(this.engine === "codedeploy" && { group: this.createGroup(service) }),
    };
  }

  /**
   * Lets a pipeline release this service, and no other: with ECS what `FargateService.grantDeploy`
   * gives, with CodeDeploy to make, watch and stop deployments of the group, and to register revisions.
   */
  grantRelease(to: AwsGrantee): void {
    const { service, group } = this.known();
    if (group) grantInline(this, "release", to, group.releaseStatements(service));
    else service.grantDeploy(to);
  }

  /** What a pipeline in another repository or job needs to know: publish it as a contract. */
  contractValues(): ContractOf<typeof RELEASE_SHAPE> {
    const { service, group } = this.known();
    const name = group ? this.props.name : "";
    return {
      engine: this.engine,
      cluster: service.clusterName,
      service: service.name,
      container: APP_CONTAINER,
      containerPort: String(this.props.route.containerPort),
      application: name,
      deploymentGroup: name,
      hooks: group ? appspecHooks(this.props.hooks ?? {}) : [],
    };
  }

  private get alarmNames(): string[] {
    return [...(this.alarms?.names ?? []), ...(this.props.rollbackAlarms ?? [])];
  }

  private get bakeMinutes(): number {
    return this.props.bakeMinutes ?? DEFAULTS.bakeMinutes[this.props.stage];
  }

  private get steps() {
    return this.props.steps ?? DEFAULTS.steps[this.props.stage];
  }

  private get ruleArns(): string[] {
    return [this.route.rule.arn, ...(this.testRule ? [this.testRule.arn] : [])];
  }

  private get hookArns(): string[] {
    return Object.values(this.props.hooks ?? {}).map(({ functionArn }) => functionArn);
  }

  private createAlarms(): RollbackAlarms {
    return new RollbackAlarms(this, "rollback", {
      serviceName: this.props.name,
      namePrefix: `${this.props.name}-release`,
      targets: this.route.allDimensions,
      healthCheckGraceSeconds: SERVICE_DEFAULTS.healthCheckGraceSeconds[this.props.stage],
    });
  }

  /** A thing that a new priority would replace, and that no plan may replace. */
  private keepPriority(): void {
    new DataResource(this, "priority-stays", {
      triggersReplace: { priority: this.route.priority },
      lifecycle: { preventDestroy: true },
    });
  }

  private createRole(): EngineRole {
    return new EngineRole(this, "role", {
      name: this.props.name,
      engine: "ecs",
      statements: [
        ...routeStatements(this.route, this.ruleArns, []),
        ...hookStatements(this.hookArns),
      ],
    });
  }

  private createTarget(role: EngineRole | undefined): LoadBalancerTarget {
    const { route, testRule } = this;
    return {
      targetGroupArn: route.targetGroupArn,
      dimensions: route.dimensions,
      securityGroup: route.securityGroup,
      containerPort: route.containerPort,
      weightsOwner: route.weightsOwner,
      ready: [...route.ready, ...(testRule ? [testRule] : []), ...(role ? [role.rights] : [])],
    };
  }

  private createShift(role: EngineRole): TrafficShift {
    const { steps, testRule } = this;
    return {
      alternateTargetGroupArn: this.route.alternate!.arn,
      productionRuleArn: this.route.rule.arn,
      ...(testRule && { testRuleArn: testRule.arn }),
      roleArn: role.role.arn,
      bakeMinutes: this.bakeMinutes,
      ...(this.props.adopt && { adopt: true }),
      ...(steps !== "at-once" && { steps }),
      ...(this.props.hooks && { hooks: this.props.hooks }),
    };
  }

  private createGroup(service: FargateService): DeploymentGroup {
    return new DeploymentGroup(this, "codedeploy", {
      ...this.props,
      service,
      route: this.route,
      listenerArn: this.props.loadBalancer.listenerArn,
      ruleArns: this.ruleArns,
      steps: this.steps,
      bakeMinutes: this.bakeMinutes,
      alarms: this.alarmNames,
      hookArns: this.hookArns,
    });
  }

  private known() {
    check(this, [
      must(
        this.released !== undefined,
        "service",
        "be said first",
        undefined,
        "call deploys(service)",
      ),
    ]);
    return this.released!;
  }

  private unreleased(): string[] {
    if (this.released) return [];
    return [`${this.node.path}: no service is released; call deploys(service)`];
  }
}

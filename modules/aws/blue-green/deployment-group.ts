import { CodedeployApp } from "@cdktf/provider-aws/lib/codedeploy-app/index.js";
import { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import {
  type FargateService,
  revisionStatements,
  type TrafficSteps,
} from "../fargate-service/index.ts";
import type { PolicyStatement } from "../iam/index.ts";
import type { Route } from "../load-balancer/index.ts";
import type { BlueGreenProps } from "./blue-green-props.ts";
import { EngineRole, hookStatements, routeStatements } from "./engine-role.ts";
import { configurationName, createConfiguration } from "./steps.ts";

interface DeploymentGroupProps extends Pick<BlueGreenProps, "name" | "test" | "overrides"> {
  readonly service: FargateService;
  readonly route: Route;
  readonly listenerArn: string;
  /** The production rule, and the test rule where there is one. */
  readonly ruleArns: readonly string[];
  readonly steps: "at-once" | TrafficSteps;
  readonly bakeMinutes: number;
  readonly alarms: readonly string[];
  readonly hookArns: readonly string[];
}

/** CodeDeploy's side of a service: its application, its group, and the role it works with. */
export class DeploymentGroup extends Construct {
  readonly application: CodedeployApp;
  readonly group: CodedeployDeploymentGroup;
  private readonly name: string;
  private readonly configuration: string;

  constructor(scope: Construct, id: string, props: DeploymentGroupProps) {
    super(scope, id);
    this.name = props.name;
    this.application = new CodedeployApp(this, "application", {
      name: props.name,
      computePlatform: "ECS",
    });
    this.configuration = configurationName(props.name, props.steps);
    const role = new EngineRole(this, "role", {
      name: props.name,
      engine: "codedeploy",
      statements: this.roleStatements(props),
    });
    this.group = this.createGroup(props, role.role.arn, [role.rights]);
  }

  /** The statements with which a pipeline may release this service, and no other. */
  releaseStatements({ app, arn, task }: FargateService): PolicyStatement[] {
    const { name } = this;
    return [
      {
        sid: "Release",
        actions: [
          "codedeploy:CreateDeployment",
          "codedeploy:GetDeployment",
          "codedeploy:StopDeployment",
        ],
        resources: [arnOf(this, "codedeploy", `deploymentgroup:${name}/${name}`)],
      },
      {
        sid: "RegisterAppspec",
        actions: ["codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"],
        resources: [arnOf(this, "codedeploy", `application:${name}`)],
      },
      {
        sid: "ReadSteps",
        actions: ["codedeploy:GetDeploymentConfig"],
        resources: [arnOf(this, "codedeploy", `deploymentconfig:${this.configuration}`)],
      },
      { sid: "WatchService", actions: ["ecs:DescribeServices"], resources: [arn] },
      ...revisionStatements(app, task.family),
    ];
  }

  private roleStatements(props: DeploymentGroupProps): PolicyStatement[] {
    const { app, clusterName, name, arn } = props.service;
    const listeners = [props.listenerArn, ...(props.test ? [props.test.listenerArn] : [])];
    return [
      ...routeStatements(props.route, props.ruleArns, listeners),
      {
        sid: "ReplaceTasks",
        actions: [
          "ecs:CreateTaskSet",
          "ecs:DeleteTaskSet",
          "ecs:DescribeServices",
          "ecs:UpdateServicePrimaryTaskSet",
        ],
        resources: [arn, arnOf(this, "ecs", `task-set/${clusterName}/${name}/*`)],
      },
      // This action takes no resource.
      { sid: "WatchAlarms", actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] },
      ...hookStatements(props.hookArns),
      app.passRoles(),
    ];
  }

  private createGroup(
    props: DeploymentGroupProps,
    serviceRoleArn: string,
    dependsOn: ITerraformDependable[],
  ): CodedeployDeploymentGroup {
    const { service, route, listenerArn, test, alarms, bakeMinutes, overrides } = props;
    return new CodedeployDeploymentGroup(this, "Default", {
      deploymentConfigName: createConfiguration(this, this.configuration, props.steps),
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"],
      },
      alarmConfiguration: { enabled: alarms.length > 0, alarms: [...alarms] },
      ...overrides?.deploymentGroup,
      appName: this.application.name,
      deploymentGroupName: props.name,
      serviceRoleArn,
      ecsService: { clusterName: service.clusterName, serviceName: service.service.name },
      deploymentStyle: { deploymentOption: "WITH_TRAFFIC_CONTROL", deploymentType: "BLUE_GREEN" },
      blueGreenDeploymentConfig: {
        deploymentReadyOption: { actionOnTimeout: "CONTINUE_DEPLOYMENT" },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: "TERMINATE",
          terminationWaitTimeInMinutes: bakeMinutes,
        },
      },
      loadBalancerInfo: {
        targetGroupPairInfo: {
          prodTrafficRoute: { listenerArns: [listenerArn] },
          testTrafficRoute: test && { listenerArns: [test.listenerArn] },
          targetGroup: [{ name: route.targetGroup.name }, { name: route.alternate!.name }],
        },
      },
      dependsOn,
    });
  }
}

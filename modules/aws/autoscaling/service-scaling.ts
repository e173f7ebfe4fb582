import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { check } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ScalableService } from "../fargate-service/index.ts";
import { scalingProblems } from "./scaling-problems.ts";
import { type Bounds, officeSchedules, type ScheduledBounds } from "./schedule.ts";
import { DEFAULTS, type Prediction, type ServiceScalingProps } from "./service-scaling-props.ts";
import { type StepScaling, stepAdjustments, thresholdOf } from "./steps.ts";
import {
  backlogPerTask,
  requestsPerTarget,
  type Tracked,
  trackedMetric,
  utilisation,
} from "./tracking.ts";

/**
 * How many tasks a service has: by load, by the clock, within bounds.
 *
 * Makes the scalable target, one policy for each thing that is followed and one action for each
 * schedule. The alarms of target tracking are made by AWS and are in no state.
 */
export class ServiceScaling extends Construct {
  readonly target: AppautoscalingTarget;
  readonly bounds: Bounds;
  private readonly service: ScalableService;
  private readonly props: ServiceScalingProps;

  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    const { service } = props;
    const { stage } = service;
    const officeHours = props.officeHours ?? DEFAULTS.officeHours[stage];
    this.service = service;
    this.props = props;
    this.bounds = {
      min: props.min ?? DEFAULTS.min[stage],
      max: props.max ?? DEFAULTS.max[stage],
    };
    check(this, scalingProblems(props, this.bounds, officeHours));

    service.noteScaling();
    const schedules = {
      ...(officeHours !== "always" && officeSchedules(officeHours, this.bounds)),
      ...props.schedules,
    };
    this.target = this.createTarget(Object.keys(schedules).length > 0);
    this.createSchedules(schedules);
    this.followUtilisation();
    this.followLoad();
    for (const [key, steps] of Object.entries(props.steps ?? {})) this.addInSteps(key, steps);
    if (props.prediction) this.foresee(props.prediction);
  }

  /**
   * Where schedules change the bounds, Terraform leaves them alone: an apply at night would start
   * everything again. The role is AWS's own and is not written: it would differ at every plan.
   */
  private createTarget(scheduled: boolean): AppautoscalingTarget {
    const { suspended = [], overrides } = this.props;
    return new AppautoscalingTarget(this, "Default", {
      suspendedState:
        suspended.length > 0
          ? {
              dynamicScalingInSuspended: suspended.includes("scale-in"),
              dynamicScalingOutSuspended: suspended.includes("scale-out"),
              scheduledScalingSuspended: suspended.includes("schedules"),
            }
          : undefined,
      ...overrides?.target,
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: this.service.scalableId,
      minCapacity: this.bounds.min,
      maxCapacity: this.bounds.max,
      lifecycle: scheduled ? { ignoreChanges: ["min_capacity", "max_capacity"] } : undefined,
    });
  }

  private createSchedules(schedules: Readonly<Record<string, ScheduledBounds>>): void {
    for (const [key, { schedule, min, max, timezone }] of Object.entries(schedules)) {
      new AppautoscalingScheduledAction(this, key, {
        ...this.scaled(),
        name: key,
        schedule,
        timezone: timezone ?? "UTC",
        // The provider takes numbers as text.
        scalableTargetAction: { minCapacity: String(min), maxCapacity: String(max) },
      });
    }
  }

  private followUtilisation(): void {
    const { cpuPercent = DEFAULTS.cpuPercent[this.service.stage], memoryPercent } = this.props;
    if (cpuPercent !== "off") this.follow("cpu", utilisation("CPU", cpuPercent));
    if (memoryPercent) this.follow("memory", utilisation("Memory", memoryPercent));
  }

  private followLoad(): void {
    const { requests, backlog, metrics = {} } = this.props;
    const { clusterName, name, target } = this.service;
    // The label names a group that the load balancer does not know before the listener rule stands.
    if (requests) this.follow("requests", requestsPerTarget(requests), target?.ready);
    if (backlog) {
      this.follow("backlog", backlogPerTask(backlog, { clusterName, serviceName: name }));
    }
    for (const [key, metric] of Object.entries(metrics)) this.follow(key, trackedMetric(metric));
  }

  private follow(key: string, tracked: Tracked, ready: readonly ITerraformDependable[] = []): void {
    const { cooldown = {}, scaleIn = true } = this.props;
    const { stage } = this.service;
    new AppautoscalingPolicy(this, `follow-${key}`, {
      ...this.scaled(),
      name: key,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        ...tracked,
        disableScaleIn: !scaleIn,
        scaleInCooldown: cooldown.inSeconds ?? DEFAULTS.scaleInSeconds[stage],
        scaleOutCooldown: cooldown.outSeconds ?? DEFAULTS.scaleOutSeconds[stage],
      },
      dependsOn: ready.length > 0 ? [...ready] : undefined,
    });
  }

  private addInSteps(key: string, scaling: StepScaling): void {
    const { metric, cooldownSeconds = 60, minutes = 1 } = scaling;
    const policy = new AppautoscalingPolicy(this, `step-${key}`, {
      ...this.scaled(),
      name: `step-${key}`,
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Maximum",
        cooldown: cooldownSeconds,
        stepAdjustment: stepAdjustments(scaling),
      },
    });
    new CloudwatchMetricAlarm(this, `step-${key}-alarm`, {
      alarmName: `${this.service.name}-scale-out-${key}`,
      alarmDescription: `Adds tasks to ${this.service.name} in steps`,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      statistic: metric.statistic,
      period: 60,
      evaluationPeriods: minutes,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: thresholdOf(scaling),
      treatMissingData: "notBreaching",
      alarmActions: [policy.arn],
    });
  }

  private foresee({ metric, percent, acts = false }: Prediction): void {
    new AppautoscalingPolicy(this, "foresee", {
      ...this.scaled(),
      name: "foresee",
      policyType: "PredictiveScaling",
      predictiveScalingPolicyConfiguration: {
        mode: acts ? "ForecastAndScale" : "ForecastOnly",
        metricSpecification: [
          {
            targetValue: String(percent),
            predefinedMetricPairSpecification: {
              predefinedMetricType:
                metric === "cpu" ? "ECSServiceCPUUtilization" : "ECSServiceMemoryUtilization",
            },
          },
        ],
      },
    });
  }

  private scaled() {
    const { serviceNamespace, scalableDimension, resourceId } = this.target;
    return { serviceNamespace, scalableDimension, resourceId };
  }
}

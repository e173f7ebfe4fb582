import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { declareCost } from "@groundplan/core/cost";
import { Construct } from "constructs";
import type { LoadBalancerTarget } from "../load-balancer/target.ts";

/** Failed answers, in percent of all, that take a deployment back. */
const ERROR_PERCENT = 5;

/** Requests in a minute below which one failed answer says nothing. */
const FEWEST_REQUESTS = 20;

/** Two minutes in a row: one bad minute is a blink. */
const ERROR_MINUTES = 2;

/** List price of three metrics in alarms, us-east-1, November 2026: USD 0.10 each. */
const ALARMS_USD_PER_MONTH = 0.3;

const NAMESPACE = "AWS/ApplicationELB";

interface RollbackAlarmsProps {
  /** Name of the service, beginning of the alarms' names. */
  readonly serviceName: string;
  readonly target: LoadBalancerTarget;
  /** Seconds in which a new task may still fail its health checks. */
  readonly healthCheckGraceSeconds: number;
}

/**
 * What takes a deployment back while it is under way: answers 5xx of the service's own, and tasks that
 * the load balancer finds unhealthy for longer than a slow start. They call nobody.
 */
export class RollbackAlarms extends Construct {
  readonly errors: CloudwatchMetricAlarm;
  readonly unhealthy: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: RollbackAlarmsProps) {
    super(scope, id);
    this.errors = this.createErrors(props);
    this.unhealthy = this.createUnhealthy(props);
    declareCost(this, [{ item: "rollback alarms", usdPerMonth: ALARMS_USD_PER_MONTH }]);
  }

  /** Names of the alarms, after which a service that names them is made. */
  get names(): string[] {
    return [this.errors.alarmName, this.unhealthy.alarmName];
  }

  private createErrors({ serviceName, target }: RollbackAlarmsProps): CloudwatchMetricAlarm {
    const sum = (id: string, metricName: string) => ({
      id,
      metric: {
        namespace: NAMESPACE,
        metricName,
        dimensions: { ...target.dimensions },
        period: 60,
        stat: "Sum",
      },
    });
    return new CloudwatchMetricAlarm(this, "errors", {
      alarmName: `${serviceName}-rollback-errors`,
      alarmDescription: `Takes a deployment of ${serviceName} back: ${ERROR_PERCENT} % of its answers fail`,
      comparisonOperator: "GreaterThanThreshold",
      threshold: ERROR_PERCENT,
      evaluationPeriods: ERROR_MINUTES,
      treatMissingData: "notBreaching",
      metricQuery: [
        sum("errors", "HTTPCode_Target_5XX_Count"),
        sum("requests", "RequestCount"),
        {
          id: "percent",
          label: "Failed answers in percent",
          expression: `IF(requests >= ${FEWEST_REQUESTS}, 100 * FILL(errors, 0) / requests, 0)`,
          returnData: true,
        },
      ],
    });
  }

  private createUnhealthy(props: RollbackAlarmsProps): CloudwatchMetricAlarm {
    const { serviceName, target, healthCheckGraceSeconds } = props;
    return new CloudwatchMetricAlarm(this, "unhealthy", {
      alarmName: `${serviceName}-rollback-unhealthy`,
      alarmDescription: `Takes a deployment of ${serviceName} back: a task stays unhealthy`,
      namespace: NAMESPACE,
      metricName: "UnHealthyHostCount",
      dimensions: { ...target.dimensions },
      period: 60,
      statistic: "Maximum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: Math.ceil(healthCheckGraceSeconds / 60) + 2,
      treatMissingData: "notBreaching",
    });
  }
}

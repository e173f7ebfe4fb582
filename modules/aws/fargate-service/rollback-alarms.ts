import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { declareCost } from "@groundplan/core/cost";
import { Construct } from "constructs";
import type { LoadBalancerTarget } from "../load-balancer/target.ts";

/** Failed answers, in percent of all, that take a deployment back. */
const ERROR_PERCENT = 5;

/** Requests in a minute below which one failed answer says nothing. */
const FEWEST_REQUESTS = 20;

/** Two minutes in a row: one bad minute is a blink. */
const ERROR_MINUTES = 2;

/** List price of the three metrics of a target group, us-east-1, November 2026: USD 0.10 each. */
const GROUP_USD_PER_MONTH = 0.3;

const NAMESPACE = "AWS/ApplicationELB";

/** Seconds: the shortest period of the load balancer's metrics. */
const MINUTE = 60;

export interface RollbackAlarmsProps {
  /** Name of the service that is taken back. */
  readonly serviceName: string;
  /**
   * Beginning of the alarms' names. One for each thing that makes them: AWS writes an alarm over another
   * of its name, and who then removes the other removes both.
   */
  readonly namePrefix: string;
  /** What metrics name each target group of the service by: one, or the two that requests shift between. */
  readonly targets: readonly LoadBalancerTarget["dimensions"][];
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
    const usdPerMonth = GROUP_USD_PER_MONTH * props.targets.length;
    declareCost(this, [{ item: "rollback alarms", usdPerMonth }]);
  }

  /** Names of the alarms, after which a service that names them is made. */
  get names(): string[] {
    return [this.errors.alarmName, this.unhealthy.alarmName];
  }

  /** Waits out the health checks that a new task may still fail, where they are not those of the props. */
  allowGrace(healthCheckGraceSeconds: number): void {
    this.unhealthy.evaluationPeriods = minutesUntilSick(healthCheckGraceSeconds);
  }

  private createErrors({
    serviceName,
    namePrefix,
    targets,
  }: RollbackAlarmsProps): CloudwatchMetricAlarm {
    const [errors, requests] = [
      sumOver("errors", "HTTPCode_Target_5XX_Count", targets),
      sumOver("requests", "RequestCount", targets),
    ];
    const one = targets.length === 1;
    const [failed, all] = one ? ["FILL(errors, 0)", "requests"] : [errors.total, requests.total];
    return new CloudwatchMetricAlarm(this, "errors", {
      alarmName: `${namePrefix}-errors`,
      alarmDescription: `Takes a deployment of ${serviceName} back: ${ERROR_PERCENT} % of its answers fail`,
      comparisonOperator: "GreaterThanThreshold",
      threshold: ERROR_PERCENT,
      evaluationPeriods: ERROR_MINUTES,
      treatMissingData: "notBreaching",
      metricQuery: [
        ...errors.queries,
        ...requests.queries,
        {
          id: "percent",
          label: "Failed answers in percent",
          expression: `IF(${all} >= ${FEWEST_REQUESTS}, 100 * ${failed} / ${all}, 0)`,
          returnData: true,
        },
      ],
    });
  }

  private createUnhealthy(props: RollbackAlarmsProps): CloudwatchMetricAlarm {
    const { serviceName, namePrefix, targets, healthCheckGraceSeconds } = props;
    const [first, second] = targets;
    const metricName = "UnHealthyHostCount";
    const worst: Partial<CloudwatchMetricAlarmConfig> = second
      ? { metricQuery: worstOf(metricName, targets) }
      : {
          namespace: NAMESPACE,
          metricName,
          dimensions: { ...first },
          period: MINUTE,
          statistic: "Maximum",
        };
    return new CloudwatchMetricAlarm(this, "unhealthy", {
      alarmName: `${namePrefix}-unhealthy`,
      alarmDescription: `Takes a deployment of ${serviceName} back: a task stays unhealthy`,
      ...worst,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: minutesUntilSick(healthCheckGraceSeconds),
      treatMissingData: "notBreaching",
    });
  }
}

/** A slow start may last as long as the grace; two minutes more are no start. */
function minutesUntilSick(healthCheckGraceSeconds: number): number {
  return Math.ceil(healthCheckGraceSeconds / MINUTE) + 2;
}

type Targets = RollbackAlarmsProps["targets"];

/** One query for each target group, and the expression that adds them up. */
function sumOver(name: string, metricName: string, targets: Targets) {
  const ids = targets.map((_, index) => (targets.length === 1 ? name : `${name}_${index + 1}`));
  return {
    queries: targets.map((target, index) => queryOf(ids[index]!, metricName, "Sum", target)),
    total: `(${ids.map((id) => `FILL(${id}, 0)`).join(" + ")})`,
  };
}

/** The highest of a metric over target groups. */
function worstOf(metricName: string, targets: Targets) {
  const ids = targets.map((_, index) => `group_${index + 1}`);
  const filled = ids.map((id) => `FILL(${id}, 0)`).join(", ");
  return [
    ...targets.map((target, index) => queryOf(ids[index]!, metricName, "Maximum", target)),
    { id: "worst", label: metricName, expression: `MAX([${filled}])`, returnData: true },
  ];
}

function queryOf(id: string, metricName: string, stat: string, target: Targets[number]) {
  const dimensions = { ...target };
  return { id, metric: { namespace: NAMESPACE, metricName, dimensions, period: MINUTE, stat } };
}

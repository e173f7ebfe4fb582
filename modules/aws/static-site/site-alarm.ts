import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { declareCost } from "@groundplan/core/cost";
import type { Construct } from "constructs";
import type { Alarm, Metric } from "../observability/alarm.ts";
import { alarmArguments, alarmsUsdPerMonth } from "../observability/alarm-arguments.ts";
import { EDGE_REGION } from "./defaults.ts";
import type { SiteAlarm } from "./static-site-props.ts";

/** Requests a minute below which one failure says nothing. */
const FEWEST = 20;

/** Calls somebody when a site answers with errors of its origin. Metrics of CloudFront are in one region. */
export function alarmOnErrors(
  scope: Construct,
  name: string,
  distributionId: string,
  { topicArn, errorPercent = 5 }: SiteAlarm,
): CloudwatchMetricAlarm {
  const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/CloudFront",
    name: metricName,
    dimensions: { DistributionId: distributionId, Region: "Global" },
    statistic,
  });
  const alarm: Alarm = {
    severity: "critical",
    reason: `${name} answers more than ${errorPercent} % of requests with an error`,
    runbook:
      "See in the access logs which path fails: below an API look at the API, elsewhere at the bucket's policy and key",
    metrics: { rate: metric("5xxErrorRate", "Average"), requests: metric("Requests", "Sum") },
    expression: `IF(FILL(requests, 0) >= ${FEWEST}, rate, 0)`,
    limit: { above: errorPercent },
    everyMinutes: 1,
    times: 5,
    missing: "ok",
  };
  declareCost(scope, [{ item: "alarm on a site", usdPerMonth: alarmsUsdPerMonth([alarm]) }]);
  return new CloudwatchMetricAlarm(scope, "errors", {
    ...alarmArguments(alarm),
    region: EDGE_REGION,
    alarmName: `${name}-errors`,
    alarmActions: [topicArn],
    okActions: [topicArn],
  });
}

import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { declareCost } from "@groundplan/core/cost";
import { nameProblem } from "@groundplan/core/naming";
import { check, type Finding, matching, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { retentionProblem } from "../log-retention/index.ts";
import { type Alarm, alarmProblems } from "./alarm.ts";
import { alarmArguments, alarmsUsdPerMonth } from "./alarm-arguments.ts";
import { dashboardBody } from "./dashboard.ts";
import { DEFAULTS } from "./defaults.ts";
import type { ObservabilityProps } from "./observability-props.ts";

/** List price of a dashboard, November 2026; the first three of an account are free. */
const DASHBOARD_USD_PER_MONTH = 3;

/** Names of dashboards, CloudWatch, "PutDashboard". */
const DASHBOARD_NAME = /^[A-Za-z0-9_-]{1,255}$/;

const KEBAB_CASE = /^[a-z][a-z0-9-]*$/;

/** What an app tells of itself: its alarms, its dashboard, and logs that AWS would keep for ever. */
export class Observability extends Construct {
  readonly dashboard: CloudwatchDashboard;
  /** By `<watch>-<alarm>`. */
  readonly alarms: Readonly<Record<string, CloudwatchMetricAlarm>>;
  /** By the name that the author gave. What writes to one is made after it. */
  readonly logGroups: Readonly<Record<string, CloudwatchLogGroup>>;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const named = alarmsOf(props);
    check(this, observabilityProblems(props));
    const severities = props.severities ?? DEFAULTS.severities[props.stage];
    const made = named.filter(([, { severity }]) => severities.includes(severity));

    this.logGroups = this.adoptLogGroups(props);
    this.alarms = Object.fromEntries(
      made.map(([name, alarm]) => [name, this.createAlarm(name, alarm, props)]),
    );
    this.dashboard = this.createDashboard(props);
    declareCost(this, [
      {
        item: `${made.length} alarms`,
        usdPerMonth: alarmsUsdPerMonth(made.map(([, alarm]) => alarm)),
      },
      { item: "dashboard", usdPerMonth: DASHBOARD_USD_PER_MONTH },
    ]);
  }

  private createAlarm(
    id: string,
    alarm: Alarm,
    { name, notifications }: ObservabilityProps,
  ): CloudwatchMetricAlarm {
    const topic = notifications.topicArn(alarm.severity);
    return new CloudwatchMetricAlarm(this, id, {
      ...alarmArguments(alarm),
      alarmName: `${name}-${id}`,
      alarmActions: [topic],
      // An incident ends by itself when what began it has ended.
      okActions: [topic],
    });
  }

  private createDashboard({ name, watches, overrides }: ObservabilityProps): CloudwatchDashboard {
    return new CloudwatchDashboard(this, "Default", {
      dashboardBody: dashboardBody({
        region: locationOf(this).region,
        watches,
        alarmArns: Object.values(this.alarms).map(({ arn }) => arn),
      }),
      ...overrides?.dashboard,
      dashboardName: name,
    });
  }

  private adoptLogGroups({ stage, logGroups = {}, ...props }: ObservabilityProps) {
    const days = props.logRetentionDays ?? DEFAULTS.logRetentionDays[stage];
    return Object.fromEntries(
      Object.entries(logGroups).map(([key, { name, retentionDays = days }]) => [
        key,
        new CloudwatchLogGroup(this, `logs.${key}`, { name, retentionInDays: retentionDays }),
      ]),
    );
  }
}

/** Every alarm of every watch with its name, sorted. */
function alarmsOf({ watches }: ObservabilityProps): (readonly [name: string, alarm: Alarm])[] {
  return Object.entries(watches)
    .flatMap(([key, { alarms }]) =>
      Object.entries(alarms).map(([name, alarm]) => [`${key}-${name}`, alarm] as const),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function observabilityProblems(props: ObservabilityProps): Finding[] {
  const { name, watches, logGroups = {} } = props;
  const names = alarmsOf(props).map(([alarm]) => alarm);
  return [
    matching("name", name, DASHBOARD_NAME, "be letters, digits, - and _, at most 255"),
    ...names.map((alarm) => nameProblem("name", "alarm", `${name}-${alarm}`)),
    must(
      new Set(names).size === names.length,
      "watches",
      "give each alarm a name of its own",
      names.find((alarm, index) => names.indexOf(alarm) !== index),
      "a watch's name with an alarm's is another's",
    ),
    must(Object.keys(watches).length > 0, "watches", "have something to watch"),
    ...Object.entries(watches).flatMap(([key, { alarms }]) => [
      matching("watches", key, KEBAB_CASE, "have keys in kebab case"),
      ...Object.entries(alarms).flatMap(([alarm, each]) => [
        matching(`watches.${key}.alarms`, alarm, KEBAB_CASE, "have keys in kebab case"),
        ...alarmProblems(`watches.${key}.alarms.${alarm}`, each),
      ]),
    ]),
    retentionProblem("logRetentionDays", props.logRetentionDays),
    ...Object.entries(logGroups).flatMap(([key, group]) => [
      matching("logGroups", key, KEBAB_CASE, "have keys in kebab case"),
      nameProblem(`logGroups.${key}.name`, "log-group", group.name),
      retentionProblem(`logGroups.${key}.retentionDays`, group.retentionDays),
    ]),
  ];
}

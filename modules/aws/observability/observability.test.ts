import { fixedCosts } from "@groundplan/core/cost";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Notifications } from "./notifications.ts";
import { Observability } from "./observability.ts";
import type { ObservabilityProps } from "./observability-props.ts";
import { onMetric } from "./watch.ts";
import { watchCertificate } from "./watch-certificate.ts";
import { watchLoadBalancer } from "./watch-load-balancer.ts";

type Given = Partial<Omit<ObservabilityProps, "notifications">>;

const EDGE = watchLoadBalancer({ name: "acme-edge", arnSuffix: "app/acme-edge/0123" });

function make(props: Given = {}, then: (made: Observability) => void = () => {}): Template {
  return synth((stack) => {
    const made = new Observability(stack, "watch", {
      stage: "prod",
      name: "acme-prod-shop",
      notifications: Notifications.fromExisting(stack, "alerts", { name: "acme-prod-alerts" }),
      watches: { edge: EDGE },
      ...props,
    });
    then(made);
  });
}

const alarms = (template: Template) =>
  Object.values(resourcesOf(template, "aws_cloudwatch_metric_alarm"));

describe("an alarm", () => {
  it("says why it is there and what to do, and calls when it begins and when it ends", () => {
    const { alarm_actions: begins, ...rest } = alarms(make()).find(({ alarm_name: name }) =>
      name.endsWith("-edge-rejected"),
    )!;
    expect(rest).toMatchObject({
      alarm_name: "acme-prod-shop-edge-rejected",
      alarm_description:
        "acme-edge turns connections away: it has reached its limit. Runbook: Look for a flood in the access logs and stop it at the edge; a load balancer grows by itself within minutes",
      ok_actions: begins,
    });
    expect(begins).toEqual(["arn:aws:sns:eu-west-1:111122223333:acme-prod-alerts-warning"]);
  });

  it.each([
    ["dev", ["acme-prod-shop-edge-errors"]],
    ["prod", ["acme-prod-shop-edge-errors", "acme-prod-shop-edge-rejected"]],
  ] as const)("in %s is made for its severity: %j", (stage, names) => {
    const made = alarms(make({ stage })).map(({ alarm_name: name }) => name);
    expect(made.sort()).toEqual(names);
  });

  it.each([
    ["ok", "notBreaching"],
    ["alarm", "breaching"],
    ["as-before", "ignore"],
  ] as const)("for which silence means %s", (missing, treated) => {
    const alarm = { ...Object.values(EDGE.alarms)[1]!, missing };
    const template = make({ watches: { edge: { title: "edge", alarms: { alarm } } } });
    expect(only(template, "aws_cloudwatch_metric_alarm").treat_missing_data).toBe(treated);
  });

  it("is plain data: what does not suit an app is changed there", () => {
    const alarm = { ...EDGE.alarms["rejected"]!, limit: { above: 100 } };
    const watches = { edge: { ...EDGE, alarms: { rejected: alarm } } };
    expect(only(make({ watches }), "aws_cloudwatch_metric_alarm").threshold).toBe(100);
  });
});

describe("the dashboard", () => {
  const widgets = (props: Given = {}) =>
    JSON.parse(only(make(props), "aws_cloudwatch_dashboard").dashboard_body).widgets;

  it("has the states on top, and a graph for each alarm, made or not, with its limit", () => {
    const [states, head, ...graphs] = widgets({ stage: "dev" });
    expect(states.properties.alarms).toHaveLength(1);
    expect(head.properties.markdown).toBe("## load balancer acme-edge");
    expect(
      graphs.map(({ properties }: { properties: { title: string } }) => properties.title),
    ).toEqual(["errors", "rejected"]);
    expect(graphs[1].properties).toMatchObject({
      region: "eu-west-1",
      period: 60,
      metrics: [
        [
          "AWS/ApplicationELB",
          "RejectedConnectionCount",
          "LoadBalancer",
          "app/acme-edge/0123",
          { id: "value", stat: "Sum" },
        ],
      ],
      annotations: { horizontal: [{ value: 0 }] },
    });
    const [failed, , result] = graphs[0].properties.metrics;
    expect(failed.at(-1)).toMatchObject({ id: "failed_1", visible: false });
    expect(result).toEqual([expect.objectContaining({ id: "result" })]);
  });

  it("draws no two things over each other, and nothing beyond its edge", () => {
    const alarms = Object.fromEntries(
      ["a", "b", "c", "d"].map((name) => [name, EDGE.alarms["rejected"]!]),
    );
    const many = { one: { title: "one", alarms }, two: { title: "two", alarms } };
    const cells = widgets({ watches: many }).flatMap(
      ({ x, y, width, height }: Record<"x" | "y" | "width" | "height", number>) => {
        expect(x + width).toBeLessThanOrEqual(24);
        expect(height).toBeGreaterThan(0);
        return Array.from(
          { length: width * height },
          (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
        );
      },
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

it("log groups that AWS would keep for ever end after the stage's days", () => {
  const logGroups = {
    database: { name: "/aws/rds/instance/main/postgresql" },
    search: { name: "/aws/opensearch/main/slow", retentionDays: 30 },
  };
  const days = (stage: "dev" | "prod") =>
    Object.values(resourcesOf(make({ stage, logGroups }), "aws_cloudwatch_log_group")).map(
      ({ retention_in_days }) => retention_in_days,
    );
  expect(days("dev")).toEqual([7, 30]);
  expect(days("prod")).toEqual([90, 30]);
});

it("costs what its metrics cost: three of two alarms, and the dashboard", () => {
  const costs: number[] = [];
  make({}, (made) => costs.push(...fixedCosts(made).map(({ usdPerMonth }) => usdPerMonth)));
  expect(costs).toEqual([0.3, 3]);
});

it("refuses alarms without reason or runbook, and all else that is wrong, at once", () => {
  const metric = { namespace: "A", name: "B", dimensions: {}, statistic: "Sum" } as const;
  const alarm = onMetric({
    reason: "Why",
    runbook: " ",
    metric,
    limit: { above: 0 },
    minutes: 1441,
  });
  const act = () =>
    make({
      name: "acme shop",
      watches: {
        edge: EDGE,
        Own: {
          title: "own",
          alarms: { alarm: { ...alarm, metrics: { Value: metric, b: metric } } },
        },
      },
      logRetentionDays: 8,
    });
  expect(refusal(act).split("\n")).toEqual([
    'test/watch: name must be letters, digits, - and _, at most 255, got "acme shop"',
    expect.stringContaining("(alarm)"),
    expect.stringContaining("(alarm)"),
    expect.stringContaining("(alarm)"),
    'test/watch: watches must have keys in kebab case, got "Own"',
    'test/watch: watches.Own.alarms.alarm.reason must have 10 to 400 characters, got "Why"',
    'test/watch: watches.Own.alarms.alarm.runbook must have 10 to 600 characters, got " "',
    "test/watch: watches.Own.alarms.alarm.metrics must be one, or have an expression, got 2",
    'test/watch: watches.Own.alarms.alarm.metrics must have ids of letters, digits and _, that begin with a small letter, got "Value"',
    "test/watch: watches.Own.alarms.alarm.times must be 1 to 1440, got 1441",
    expect.stringContaining("test/watch: logRetentionDays must be one of 1, 3, 5, 7, 14"),
  ]);
});

it("refuses two alarms of one name, and nothing to watch", () => {
  const one = (name: string) => ({ title: "x", alarms: { [name]: EDGE.alarms["rejected"]! } });
  expect(refusal(() => make({ watches: { a: one("b-c"), "a-b": one("c") } }))).toBe(
    "test/watch: watches must give each alarm a name of its own, got \"a-b-c\"; a watch's name with an alarm's is another's",
  );
  expect(refusal(() => make({ watches: {} }))).toBe(
    "test/watch: watches must have something to watch",
  );
});

it("a certificate that has ended goes on to be an alarm, though nothing is told of it any more", () => {
  const certificate = watchCertificate({ domainName: "example.com", arn: "arn:certificate" });
  const ends = alarms(make({ watches: { certificate } }));
  expect(
    ends.map(({ threshold, period, treat_missing_data }) => [
      threshold,
      period,
      treat_missing_data,
    ]),
  ).toEqual([
    [10, 86_400, "ignore"],
    [30, 86_400, "ignore"],
  ]);
});

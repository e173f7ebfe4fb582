import { resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { FargateService } from "../fargate-service/index.ts";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { balancer } from "../testing/release.ts";
import { alarmProblems } from "./alarm.ts";
import { memoryGiBOf, postgresConnections } from "./database-class.ts";
import { Notifications } from "./notifications.ts";
import { Observability } from "./observability.ts";
import type { Watch } from "./watch.ts";
import { watchCertificate } from "./watch-certificate.ts";
import { watchDatabase } from "./watch-database.ts";
import { watchLoadBalancer } from "./watch-load-balancer.ts";
import { watchQueue } from "./watch-queue.ts";
import { watchSchedule } from "./watch-schedule.ts";
import { watchSearch } from "./watch-search.ts";
import { type WatchedService, watchService } from "./watch-service.ts";

const GROUP = { LoadBalancer: "app/edge/0123", TargetGroup: "targetgroup/web/0123" };
const OTHER = { ...GROUP, TargetGroup: "targetgroup/web-b/0123" };

/** A worker of three tasks: nothing sends it requests. */
const WORKER: WatchedService = {
  name: "acme-worker",
  clusterName: "acme",
  count: 3,
  countOwner: "fixed",
};

/** Severity and limit of each alarm, by its name. */
const told = ({ alarms }: Watch) =>
  Object.fromEntries(
    Object.entries(alarms).map(([name, { severity, limit }]) => [name, [severity, limit]]),
  );

const DATABASE = {
  identifier: "acme-main",
  engine: "postgres",
  storageGiB: 100,
  memoryGiB: 8,
  maxConnections: 200,
} as const;

const SEARCH = { domainName: "acme-main", accountId: "111122223333", storageGiB: 20 };

describe("the machine of a database", () => {
  it.each([
    ["db.t4g.micro", 1],
    ["db.t4g.medium", 4],
    ["db.m7g.large", 8],
    ["db.m7g.xlarge", 16],
    ["db.r7g.large", 16],
    ["db.r7g.12xlarge", 384],
    ["db.x2g.16xlarge", 1024],
    ["db.x2iedn.xlarge", 128],
    ["db.serverless", undefined],
  ])("%s has %s GiB", (instanceClass, gib) => {
    expect(memoryGiBOf(instanceClass)).toBe(gib);
  });

  it("bears connections by its memory, and never more than 5,000", () => {
    expect(postgresConnections(1)).toBe(112);
    expect(postgresConnections(384)).toBe(5000);
  });
});

describe("a queue", () => {
  it("is watched for how long its messages wait, and for what nobody could work off", () => {
    const watch = watchQueue({ name: "acme-jobs", deadLettersName: "acme-jobs-dead" });
    expect(told(watch)).toEqual({
      age: ["critical", { above: 1800 }],
      dead: ["warning", { above: 0 }],
    });
    expect(watch.alarms["dead"]!.metrics["value"]!.dimensions).toEqual({
      QueueName: "acme-jobs-dead",
    });
    expect(
      told(watchQueue({ name: "a", deadLettersName: "b" }, { oldestMinutes: 5 }))["age"],
    ).toEqual(["critical", { above: 300 }]);
  });
});

describe("a schedule", () => {
  const NIGHTLY = {
    name: "acme-nightly",
    failuresName: "acme-nightly-failed",
    logGroupName: "/acme/nightly",
    everyMinutes: 60,
  };

  it("is watched for runs that fail, and for three of them that print nothing", () => {
    const { failed, silent } = watchSchedule(NIGHTLY).alarms;
    expect(failed).toMatchObject({
      severity: "warning",
      metrics: { value: { dimensions: { QueueName: "acme-nightly-failed" } } },
      limit: { above: 0 },
    });
    expect(silent).toMatchObject({
      severity: "warning",
      metrics: {
        value: { name: "IncomingLogEvents", dimensions: { LogGroupName: "/acme/nightly" } },
      },
      limit: { below: 1 },
      everyMinutes: 60,
      times: 3,
      missing: "alarm",
    });
  });

  it.each([
    ["whose failures are dropped", { failuresName: undefined }, ["silent"]],
    ["whose lines go elsewhere", { logGroupName: undefined }, ["failed"]],
    ["by a calendar, or that stands still", { everyMinutes: undefined }, ["failed"]],
    ["that CloudWatch looks back at three times", { everyMinutes: 480 }, ["failed", "silent"]],
    ["that it does not", { everyMinutes: 481 }, ["failed"]],
  ])("%s is watched for what can be seen", (_, change, names) => {
    const { alarms } = watchSchedule({ ...NIGHTLY, ...change });
    expect(Object.keys(alarms)).toEqual(names);
    const wrong = Object.entries(alarms).flatMap(([key, alarm]) => alarmProblems(key, alarm));
    expect(wrong.filter(Boolean)).toEqual([]);
  });
});

describe("a service", () => {
  it("without requests is watched for its tasks alone", () => {
    expect(told(watchService(WORKER))).toEqual({
      tasks: ["critical", { below: 3 }],
      cpu: ["warning", { above: 85 }],
      memory: ["warning", { above: 90 }],
    });
  });

  it("of which no task runs tells nothing, and that is an alarm", () => {
    const { tasks } = watchService(WORKER).alarms;
    expect(tasks).toMatchObject({
      missing: "alarm",
      metrics: { value: { name: "CPUUtilization", statistic: "SampleCount" } },
    });
  });

  it("that is scaled has one task at least, and one that may sleep none", () => {
    const scaled = { ...WORKER, countOwner: "autoscaling" } as const;
    expect(told(watchService(scaled))["tasks"]).toEqual(["critical", { below: 1 }]);
    expect(told(watchService(scaled, { fewestTasks: 0 }))).not.toHaveProperty("tasks");
  });

  it("with requests is watched for its answers, over both groups of a release", () => {
    const watch = watchService(WORKER, { targets: [GROUP, OTHER] });
    expect(watch.alarms["errors"]!.expression).toBe(
      "IF((FILL(all_1, 0) + FILL(all_2, 0)) >= 20, 100 * (FILL(failed_1, 0) + FILL(failed_2, 0)) / (FILL(all_1, 0) + FILL(all_2, 0)), 0)",
    );
    const groups = ["unhealthy", "unhealthy-alternate"].map(
      (name) => watch.alarms[name]!.metrics["value"]!.dimensions["TargetGroup"],
    );
    expect(groups).toEqual([GROUP.TargetGroup, OTHER.TargetGroup]);
  });
});

describe("a database", () => {
  it("has limits that follow from its size, in the metric's own units", () => {
    expect(told(watchDatabase(DATABASE))).toEqual({
      storage: ["critical", { below: 10_737_418_240 }],
      cpu: ["warning", { above: 85 }],
      memory: ["warning", { below: 429_496_730 }],
      connections: ["warning", { above: 160 }],
      transactions: ["critical", { above: 1_000_000_000 }],
    });
  });

  it("counts transactions only where they run out", () => {
    const mysql = watchDatabase({ ...DATABASE, engine: "mysql" });
    expect(mysql.alarms).not.toHaveProperty("transactions");
  });

  it("is told of when it is a copy that falls behind", () => {
    const { lag } = watchDatabase({ ...DATABASE, isReplica: true }).alarms;
    expect([lag?.severity, lag?.limit]).toEqual(["warning", { above: 60 }]);
    expect(lag?.metrics["value"]).toMatchObject({
      name: "ReplicaLag",
      dimensions: { DBInstanceIdentifier: "acme-main" },
    });
  });
});

describe("a search domain", () => {
  it("has limits in the metric's own units, and bears its account", () => {
    const watch = watchSearch({ ...SEARCH, dedicatedMasters: true });
    expect(told(watch)).toEqual({
      red: ["critical", { above: 0 }],
      yellow: ["warning", { above: 0 }],
      writes: ["critical", { above: 0 }],
      storage: ["warning", { below: 5120 }],
      masters: ["critical", { below: 1 }],
      memory: ["warning", { above: 90 }],
      key: ["critical", { above: 0 }],
    });
    expect(watch.alarms["red"]!.metrics["value"]!.dimensions).toEqual({
      ClientId: "111122223333",
      DomainName: "acme-main",
    });
  });

  it("without masters of its own is not asked for them", () => {
    const { alarms } = watchSearch({ ...SEARCH, dedicatedMasters: false });
    expect(alarms).not.toHaveProperty("masters");
  });
});

it("what comes with each module passes every check of an alarm, beside the others", () => {
  const template = synth((stack) => {
    const network = new FakeNetwork(stack);
    const edge = balancer(stack, "prod", network);
    const target = edge.route("shop", {
      hosts: ["shop.example.com"],
      containerPort: 8000,
      healthCheck: { path: "/healthz" },
    });
    const app = testApp(stack, { network });
    const web = new FargateService(stack, "web", { app, process: "web", target });
    new Observability(stack, "watch", {
      stage: "prod",
      name: "shop",
      notifications: Notifications.fromExisting(stack, "alerts", { name: "acme-alerts" }),
      watches: {
        web: watchService(web),
        edge: watchLoadBalancer(edge),
        database: watchDatabase(DATABASE),
        search: watchSearch({ ...SEARCH, dedicatedMasters: true }),
        certificate: watchCertificate({ domainName: "example.com", arn: "arn:certificate" }),
      },
    });
  });
  const names = Object.values(resourcesOf(template, "aws_cloudwatch_metric_alarm")).map(
    ({ alarm_name: name }) => name,
  );
  expect(names.filter((name) => name.startsWith("shop-")).sort()).toEqual(
    [
      "certificate-end certificate-renewal",
      "database-connections database-cpu database-memory database-storage database-transactions",
      "edge-errors edge-rejected",
      "search-key search-masters search-memory search-red search-storage search-writes search-yellow",
      "web-cpu web-errors web-latency web-memory web-tasks web-unhealthy",
    ].flatMap((line) => line.split(" ").map((name) => `shop-${name}`)),
  );
});

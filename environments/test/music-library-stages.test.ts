import { type Attributes, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synthEstate } from "./synth-estate.ts";

const estate = synthEstate();
const layer = (environment: string, name: string): Template =>
  estate.get(`${environment}-music-library-${name}`)!.template;
const STAGES = ["dev", "prod"] as const;

describe("dev and prod", () => {
  const both = (name: string, type: string, pick: (found: Attributes[]) => unknown) =>
    STAGES.map((each) => pick(Object.values(resourcesOf(layer(each, name), type))));

  it.each([
    [
      "the database's machine: dev is small",
      "data",
      "aws_db_instance",
      "instance_class",
      "db.t4g.micro",
      "db.m7g.large",
    ],
    ["its disk", "data", "aws_db_instance", "allocated_storage", 20, 100],
    [
      "its stand-in: in dev an hour away costs nothing",
      "data",
      "aws_db_instance",
      "multi_az",
      false,
      true,
    ],
    ["how far back it goes", "data", "aws_db_instance", "backup_retention_period", 3, 14],
    [
      "who may destroy it: dev is destroyed in one run",
      "data",
      "aws_db_instance",
      "deletion_protection",
      false,
      true,
    ],
    ["what is left of it", "data", "aws_db_instance", "skip_final_snapshot", true, false],
    [
      "covers that were overwritten",
      "data",
      "aws_s3_bucket_versioning",
      "versioning_configuration",
      { status: "Suspended" },
      { status: "Enabled" },
    ],
    [
      "how long the key can be had back",
      "data",
      "aws_secretsmanager_secret",
      "recovery_window_in_days",
      0,
      30,
    ],
    [
      "tags: builds of dev move, releases do not",
      "release",
      "aws_ecr_repository",
      "image_tag_mutability",
      "MUTABLE",
      "IMMUTABLE_WITH_EXCLUSION",
    ],
    ["what a month may cost", "alerts", "aws_budgets_budget", "limit_amount", "200.0", "2500.0"],
  ])("differ in %s", (_, name, type, argument, ...expected) => {
    expect(both(name, type, ([first]) => first![argument])).toEqual(expected);
  });

  it("differ in search: one node that leads itself, or three in three zones with leaders of their own", () => {
    const [dev, prod] = both(
      "search",
      "aws_opensearch_domain",
      ([domain]) => domain!["cluster_config"],
    ) as Attributes[];
    expect(dev).toMatchObject({ instance_type: "t3.small.search", instance_count: 1 });
    expect(prod).toMatchObject({
      instance_count: 3,
      dedicated_master_count: 3,
      zone_awareness_config: { availability_zone_count: 3 },
    });
  });

  it("call nobody at night for dev, and in prod for what hurts now alone", () => {
    const subscriptions = (each: "dev" | "prod") =>
      Object.values(resourcesOf(layer(each, "alerts"), "aws_sns_topic_subscription")).map(
        ({ protocol, topic_arn: topic }) => [
          protocol,
          topic.replace(/^.*_(critical|warning)_.*$|^.*-(critical|warning)$/, "$1$2"),
        ],
      );
    expect(subscriptions("prod")).toEqual([["https", expect.stringContaining("critical")]]);
    expect(subscriptions("dev").map(([protocol]) => protocol)).toEqual(["email", "email"]);
    const alarms = STAGES.map(
      (each) =>
        Object.keys(resourcesOf(layer(each, "alerts"), "aws_cloudwatch_metric_alarm")).length,
    );
    expect(alarms[0]).toBeLessThan(alarms[1]!);
  });
});

/** Values of an argument over all things of a type. */
const valuesOf = (template: Template, type: string, argument: string): string[] =>
  Object.values(resourcesOf(template, type)).map((each) => each[argument]);

describe.each(STAGES)("what is watched in %s", (environment) => {
  const alarms = Object.values(
    resourcesOf(layer(environment, "alerts"), "aws_cloudwatch_metric_alarm"),
  );
  const dimensions: Record<string, string>[] = alarms.flatMap(
    ({ dimensions: own, metric_query: queries = [] }) => [
      ...(own ? [own] : []),
      ...queries.flatMap(({ metric }: Attributes) => metric?.dimensions ?? []),
    ],
  );
  const named = (dimension: string) => [
    ...new Set(dimensions.flatMap((each) => each[dimension] ?? [])),
  ];
  const service = layer(environment, "service");
  const data = layer(environment, "data");

  it.each([
    ["services", "ServiceName", valuesOf(service, "aws_ecs_service", "name")],
    ["clusters", "ClusterName", valuesOf(service, "aws_ecs_cluster", "name")],
    ["databases", "DBInstanceIdentifier", valuesOf(data, "aws_db_instance", "identifier")],
    [
      "queues",
      "QueueName",
      [data, service].flatMap((each) => valuesOf(each, "aws_sqs_queue", "name")),
    ],
    ["processes", "LogGroupName", valuesOf(service, "aws_cloudwatch_log_group", "name")],
    [
      "search domains",
      "DomainName",
      valuesOf(layer(environment, "search"), "aws_opensearch_domain", "domain_name"),
    ],
  ])("is of %s that there are: their names are computed, not read", (_, dimension, there) => {
    expect(there).toEqual(expect.arrayContaining(named(dimension)));
  });

  it("is the database, search, queue, load balancer and certificate", () => {
    for (const dimension of ["DBInstanceIdentifier", "DomainName", "QueueName"]) {
      expect(named(dimension)).not.toEqual([]);
    }
    expect(named("LoadBalancer")).toHaveLength(1);
    expect(named("CertificateArn")).toHaveLength(1);
  });
});

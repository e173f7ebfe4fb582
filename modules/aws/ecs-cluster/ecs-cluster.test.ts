import { fixedCosts } from "@groundplan/core/cost";
import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { EcsCluster, type EcsClusterProps } from "./ecs-cluster.ts";

const NAME = "acme-prod-main";

const make = (props: Partial<EcsClusterProps> & Pick<EcsClusterProps, "stage">) =>
  synth((stack) => new EcsCluster(stack, "cluster", { name: NAME, ...props }));

describe("a cluster", () => {
  it.each([
    ["dev", "disabled"],
    ["prod", "enhanced"],
  ] as const)("in %s has Container Insights %s", (stage, value) => {
    expect(only(make({ stage }), "aws_ecs_cluster").setting).toEqual([
      { name: "containerInsights", value },
    ]);
  });

  it("runs tasks on demand and on Spot, and has a strategy from the beginning", () => {
    expect(only(make({ stage: "prod" }), "aws_ecs_cluster_capacity_providers")).toMatchObject({
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
      default_capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }],
    });
  });

  it("makes a namespace for Service Connect only when asked", () => {
    expect(resourcesOf(make({ stage: "dev" }), "aws_service_discovery_http_namespace")).toEqual({});
    const template = make({ stage: "dev", serviceConnect: true });
    expect(only(template, "aws_service_discovery_http_namespace").name).toBe(NAME);
  });

  it("of another stack is read and makes nothing", () => {
    const template = synth((stack) => {
      const arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/main";
      const cluster = EcsCluster.fromExisting(stack, "cluster", { name: "main", arn });
      expect([cluster.arn, cluster.ready, cluster.execAudit]).toEqual([arn, [], undefined]);
    });
    expect(template.resource).toEqual({});
  });
});

describe("shell sessions", () => {
  it.each([
    ["dev", 7, false],
    ["prod", 30, true],
  ] as const)("in %s are encrypted and recorded for 400 days", (stage, window, keep) => {
    const template = make({ stage, exec: true });
    expect(only(template, "aws_cloudwatch_log_group")).toMatchObject({
      name: `/ecs/exec/${NAME}`,
      retention_in_days: 400,
      skip_destroy: keep,
    });
    expect(only(template, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: window,
    });
    expect(
      only(template, "aws_ecs_cluster").configuration.execute_command_configuration,
    ).toMatchObject({
      logging: "OVERRIDE",
      log_configuration: { cloud_watch_encryption_enabled: true },
    });
  });

  it("are off in prod and on in dev when nothing is said", () => {
    const configured = (stage: "dev" | "prod") =>
      only(make({ stage }), "aws_ecs_cluster").configuration;
    expect(configured("prod")).toBeUndefined();
    expect(configured("dev").execute_command_configuration.logging).toBe("OVERRIDE");
  });

  it("have a key that the account manages and CloudWatch Logs uses for this record alone", () => {
    const { policy } = only(make({ stage: "dev" }), "aws_kms_key_policy");
    const [account, logs] = JSON.parse(policy).Statement;
    expect(account.Principal).toEqual({ AWS: ["arn:aws:iam::111122223333:root"] });
    expect(logs.Principal).toEqual({ Service: ["logs.eu-west-1.amazonaws.com"] });
    expect(logs.Action).toEqual([
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
    ]);
    expect(logs.Condition).toEqual({
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": [
          `arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/exec/${NAME}`,
        ],
      },
    });
  });

  it("cost a key", () => {
    synth((stack) => {
      new EcsCluster(stack, "cluster", { name: NAME, stage: "dev" });
      expect(fixedCosts(stack)).toEqual([
        { path: "test/cluster", item: "key for shell sessions", usdPerMonth: 1 },
      ]);
    });
  });

  it("are refused with a record that is too short, or one while there are none", () => {
    expect(refusal(() => make({ stage: "dev", execRetentionDays: 30 }))).toBe(
      "test/cluster: execRetentionDays must be one of 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 30",
    );
    expect(refusal(() => make({ stage: "prod", execRetentionDays: 400 }))).toBe(
      "test/cluster: execRetentionDays must not be set while exec is false, got 400",
    );
  });
});

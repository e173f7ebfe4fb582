import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { byName, made, statements } from "./testing/made.ts";

const ARCHIVE = { bucketArn: "arn:aws:s3:::acme-prod-flow-logs", prefix: "music" };

describe("flow logs", () => {
  it("are off in dev until somebody wants them", () => {
    expect(resourcesOf(made({ stage: "dev" }), "aws_flow_log")).toEqual({});
    const wanted = made({ stage: "dev", flowLogs: {} });
    expect(only(wanted, "aws_cloudwatch_log_group")["retention_in_days"]).toBe(7);
  });

  it("record all traffic in prod for 30 days", () => {
    expect(only(made(), "aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      max_aggregation_interval: 600,
    });
    expect(only(made(), "aws_cloudwatch_log_group")).toMatchObject({
      name: "/vpc/acme-prod-music/flow-logs",
      retention_in_days: 30,
    });
  });

  it("with an archive keep all traffic there and refused traffic for searching", () => {
    const logs = byName(made({ flowLogs: { archive: ARCHIVE } }), "aws_flow_log");
    expect(logs["acme-prod-music-search"]!["traffic_type"]).toBe("REJECT");
    expect(logs["acme-prod-music-archive"]).toMatchObject({
      traffic_type: "ALL",
      log_destination_type: "s3",
      log_destination: "arn:aws:s3:::acme-prod-flow-logs/music",
      destination_options: {
        file_format: "parquet",
        hive_compatible_partitions: true,
        per_hour_partition: true,
      },
    });
  });

  it("name archived fields in AWS's manner, which Terraform must not take for its own", () => {
    const logs = byName(made({ flowLogs: { archive: ARCHIVE } }), "aws_flow_log");
    const fields: string[] = logs["acme-prod-music-archive"]!["log_format"].split(" ");
    expect(fields).toContain("$${pkt-srcaddr}");
    expect(fields.filter((field) => !/^\$\$\{[a-z-]+\}$/.test(field))).toEqual([]);
  });

  it("are written by a role that this account's flow logs alone may use", () => {
    const trust = statements(only(made(), "aws_iam_role")["assume_role_policy"]);
    expect(trust[0]).toMatchObject({
      Principal: { Service: ["vpc-flow-logs.amazonaws.com"] },
      Condition: {
        StringEquals: { "aws:SourceAccount": ["${aws_vpc.network.owner_id}"] },
        ArnLike: {
          "aws:SourceArn": ["arn:aws:ec2:eu-west-1:${aws_vpc.network.owner_id}:vpc-flow-log/*"],
        },
      },
    });
  });

  it("cannot bring back a log group that was destroyed", () => {
    const [write, find] = statements(only(made(), "aws_iam_role_policy")["policy"]);
    expect(write!["Action"]).toEqual([
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]);
    expect(write!["Resource"]).toEqual([
      expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..*\.arn\}$/),
      expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..*\.arn\}:\*$/),
    ]);
    expect(find!["Action"]).toEqual(["logs:DescribeLogGroups"]);
  });

  it("can be switched off in prod for a reason", () => {
    const flowLogs = { off: { reason: "The landing zone records the whole account" } };
    expect(resourcesOf(made({ flowLogs }), "aws_flow_log")).toEqual({});
  });

  it("cannot be switched off without one", () => {
    expect(() => made({ flowLogs: { off: { reason: "" } } })).toThrow(
      'test/network: flowLogs.off.reason must say why in 10 to 200 characters, got ""',
    );
  });
});

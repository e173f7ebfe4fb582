import { only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { type Given, make } from "./testing/make.ts";

function instances(template: Template): ReturnType<typeof resourcesOf> {
  return Object.fromEntries(
    Object.values(resourcesOf(template, "aws_rds_cluster_instance")).map((each) => [
      each.identifier,
      each,
    ]),
  );
}

const of = (props: Given, zones?: string[]) => instances(make(props, undefined, zones));

it("stands in the first zones of a network, in whichever order they are told", () => {
  const zones = ["eu-west-1c", "eu-west-1a", "eu-west-1b"];
  const [told, sorted] = [of({}, zones), of({}, [...zones].sort())];
  expect(Object.keys(told)).toEqual(["acme-prod-db-a", "acme-prod-db-b"]);
  expect(told).toEqual(sorted);
});

describe("the first to write", () => {
  const waits = (given: NonNullable<Given["compute"]>["instances"]) =>
    Object.fromEntries(
      Object.entries(of({ compute: { instances: given! } })).map(([name, each]) => [
        name.replace("acme-prod-db-", ""),
        each.depends_on?.length ?? 0,
      ]),
    );

  it("stands before the others, the lowest tier before the alphabet", () => {
    expect(waits({ b: {}, a: {} })).toEqual({ a: 0, b: 1 });
    expect(waits({ a: {}, b: { promotionTier: 0 }, c: {} })).toEqual({ a: 1, b: 0, c: 1 });
  });
});

it("has machines, zones, tiers and an authority of its own", () => {
  const made = of({
    compute: {
      certificateAuthority: "rds-ca-ecc384-g1",
      instances: {
        a: { zone: "eu-west-1a" },
        reports: { instanceClass: "db.serverless", promotionTier: 15 },
      },
    },
  });
  expect(made["acme-prod-db-a"]).toMatchObject({
    instance_class: "db.r7g.large",
    availability_zone: "eu-west-1a",
    promotion_tier: 1,
    ca_cert_identifier: "rds-ca-ecc384-g1",
  });
  expect(made["acme-prod-db-reports"]).toMatchObject({
    instance_class: "db.serverless",
    promotion_tier: 15,
  });
  expect(made["acme-prod-db-reports"]!.availability_zone).toBeUndefined();
});

it("keeps the addresses of instances by their keys", () => {
  const known = (keys: readonly string[]) => {
    const given = Object.fromEntries(keys.map((key) => [key, {}]));
    const made = resourcesOf(make({ compute: { instances: given } }), "aws_rds_cluster_instance");
    return Object.entries(made).map(([address, { identifier }]) => `${address}: ${identifier}`);
  };
  const [first, second] = known(["a", "b"]);
  expect(known(["aa", "a", "b"])).toEqual(expect.arrayContaining([first, second]));
});

it("gives some instances a name of their own", () => {
  const template = make({
    endpoints: {
      reports: { instances: { only: ["b"] } },
      rest: { to: "any", instances: { except: ["b"] } },
    },
  });
  const [reports, rest] = Object.values(resourcesOf(template, "aws_rds_cluster_endpoint"));
  expect(reports).toMatchObject({
    cluster_endpoint_identifier: "acme-prod-db-reports",
    custom_endpoint_type: "READER",
    static_members: [expect.stringMatching(/instance-b.*\.identifier\}$/)],
  });
  expect(rest).toMatchObject({
    custom_endpoint_type: "ANY",
    excluded_members: [expect.stringMatching(/instance-b.*\.identifier\}$/)],
  });
});

describe("readers that come and go", () => {
  it("are as many as its own at least, and follow the CPU", () => {
    const template = make({ compute: { scaling: { max: 5 } } });
    expect(only(template, "aws_appautoscaling_target")).toMatchObject({
      service_namespace: "rds",
      scalable_dimension: "rds:cluster:ReadReplicaCount",
      resource_id: "cluster:${aws_rds_cluster.database.cluster_identifier}",
      min_capacity: 1,
      max_capacity: 5,
      depends_on: [expect.stringContaining("instance-a"), expect.stringContaining("instance-b")],
    });
    expect(only(template, "aws_appautoscaling_policy")).toMatchObject({
      target_tracking_scaling_policy_configuration: {
        predefined_metric_specification: {
          predefined_metric_type: "RDSReaderAverageCPUUtilization",
        },
        target_value: 60,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
      },
    });
  });

  it("follow connections when asked", () => {
    const scaling = { min: 2, max: 5, keep: { connections: 300 } };
    const policy = only(make({ compute: { scaling } }), "aws_appautoscaling_policy");
    expect(policy.target_tracking_scaling_policy_configuration).toMatchObject({
      predefined_metric_specification: {
        predefined_metric_type: "RDSReaderAverageDatabaseConnections",
      },
      target_value: 300,
    });
  });
});

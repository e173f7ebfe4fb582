import { describe, expect, it } from "vitest";
import { type Fields, UNKNOWN } from "../../../cty/value.ts";
import { edited } from "../../../testing/edited.ts";
import { World } from "../../../testing/world.ts";

describe("a parameter", () => {
  const open = { name: "/a", type: "String", insecure_value: "1" };
  const closed = { name: "/a", type: "String", value: "1" };

  it("is planned with the open value that is written, and the other one follows", () => {
    const { planned } = edited("aws_ssm_parameter", open, { insecure_value: "2" });
    expect(planned).toMatchObject({ insecure_value: "2", value: UNKNOWN });
  });

  it.each<Fields>([{ value: "2" }, { description: "b" }])("gets another version for %j", (edit) => {
    expect(edited("aws_ssm_parameter", closed, edit).planned["version"]).toBe(UNKNOWN);
  });
});

describe("a cluster of databases", () => {
  const SCALING = "serverlessv2_scaling_configuration";
  const cluster = {
    cluster_identifier: "a",
    engine: "aurora-postgresql",
    [SCALING]: [{ min_capacity: 0.5, max_capacity: 4 }],
  };

  it("keeps the capacity that an author takes away", () => {
    const gone = edited("aws_rds_cluster", cluster, { [SCALING]: [], deletion_protection: true });
    expect(gone.planned[SCALING]).toMatchObject([{ max_capacity: 4 }]);
  });

  it("takes another capacity", () => {
    const more = { [SCALING]: [{ min_capacity: 0.5, max_capacity: 8 }] };
    expect(edited("aws_rds_cluster", cluster, more).planned[SCALING]).toMatchObject([
      { max_capacity: 8 },
    ]);
  });
});

describe("a template of repositories", () => {
  const rule = (rulePriority: number, tags: readonly string[], more: object = {}) => ({
    rulePriority,
    selection: { tagStatus: "tagged", tagPrefixList: tags, countType: "imageCountMoreThan" },
    action: { type: "expire" },
    ...more,
  });
  const policy = (...rules: readonly object[]) => JSON.stringify({ rules });
  const template = {
    prefix: "acme",
    applied_for: ["PULL_THROUGH_CACHE"],
    lifecycle_policy: policy(rule(1, ["v", "w"]), rule(2, ["x"])),
  };
  const plan = (lifecycle_policy: string) =>
    edited("aws_ecr_repository_creation_template", template, { lifecycle_policy });

  it.each([
    ["rules in another order", policy(rule(2, ["x"]), rule(1, ["v", "w"]))],
    ["tags in another order", policy(rule(1, ["w", "v"]), rule(2, ["x"]))],
    [
      "a member that the service does not know",
      policy(rule(1, ["v", "w"], { a: 1 }), rule(2, ["x"])),
    ],
  ])("is left alone for %s", (_what, same) => {
    const { planned, prior } = plan(same);
    expect(planned).toBe(prior);
  });

  it("is updated for another rule", () => {
    const { planned, prior } = plan(policy(rule(1, ["v"]), rule(2, ["x"])));
    expect(planned["lifecycle_policy"]).not.toBe(prior["lifecycle_policy"]);
  });

  it("has no policy where what is written has no rules", () => {
    const bare = { ...template, lifecycle_policy: '{"Version":"2012-10-17"}' };
    const { planned } = new World("aws").plan("aws_ecr_repository_creation_template", bare);
    expect(planned["lifecycle_policy"]).toBeNull();
  });
});

describe("an object", () => {
  const tagged = new World("aws", { default_tags: [{ tags: { team: "a" } }] });
  const object = { bucket: "acme-a", key: "a", tags: { kind: "b" } };
  const tagsOf = (override_provider: readonly object[]) =>
    tagged.plan("aws_s3_object", { ...object, override_provider } as never).planned["tags_all"];

  it("has the tags of the provider block unless it says that they are not for it", () => {
    expect(tagsOf([])).toEqual({ team: "a", kind: "b" });
    expect(tagsOf([{ default_tags: [{ tags: {} }] }])).toEqual({ kind: "b" });
  });
});

describe("a group of logs", () => {
  it("is kept as long as the service says where it is for deliveries", () => {
    const keep = (log_group_class: string) => {
      const group = { name: "a", log_group_class, retention_in_days: 2 };
      return edited("aws_cloudwatch_log_group", group, { retention_in_days: 7 }).planned;
    };
    expect(keep("DELIVERY")["retention_in_days"]).toBe(2);
    expect(keep("STANDARD")["retention_in_days"]).toBe(7);
  });

  it("has a destination whose kind may be told anew at each update", () => {
    const destination = { name: "a", delivery_destination_type: "XRAY" };
    const edit = { delivery_destination_type: null, tags: { a: "b" } };
    const { planned } = edited("aws_cloudwatch_log_delivery_destination", destination, edit);
    expect(planned["delivery_destination_type"]).toBe(UNKNOWN);
  });
});

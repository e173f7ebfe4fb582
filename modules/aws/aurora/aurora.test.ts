import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { type Given, MYSQL, make } from "./testing/make.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";

const cluster = (props: Given = {}) => only(make(props), "aws_rds_cluster");

describe("in dev", () => {
  it("pauses, has one instance and three days of backups, and may go", () => {
    const template = make({ stage: "dev" });
    const made = only(template, "aws_rds_cluster");
    expect(made).toMatchObject({
      serverlessv2_scaling_configuration: {
        min_capacity: 0,
        max_capacity: 2,
        seconds_until_auto_pause: 300,
      },
      backup_retention_period: 3,
      apply_immediately: true,
      performance_insights_enabled: false,
      database_insights_mode: "standard",
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(made.final_snapshot_identifier).toBeUndefined();
    expect(only(template, "aws_rds_cluster_instance")).toMatchObject({
      identifier: "acme-prod-db-a",
      instance_class: "db.serverless",
      availability_zone: "eu-west-1a",
    });
  });
});

describe("in prod", () => {
  it("stands in two zones, changes in its window, and is protected in every way at once", () => {
    const template = make();
    expect(only(template, "aws_rds_cluster")).toMatchObject({
      backup_retention_period: 14,
      preferred_backup_window: "01:30-02:30",
      preferred_maintenance_window: "sun:03:00-sun:04:00",
      apply_immediately: false,
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      deletion_protection: true,
      skip_final_snapshot: false,
      delete_automated_backups: false,
      final_snapshot_identifier: expect.stringMatching(/^acme-prod-db-final-[0-9a-f]{6}$/),
      lifecycle: { prevent_destroy: true },
    });
    const instances = Object.values(resourcesOf(template, "aws_rds_cluster_instance"));
    expect(
      instances.map((each) => [each.identifier, each.instance_class, each.availability_zone]),
    ).toEqual([
      ["acme-prod-db-a", "db.r7g.large", "eu-west-1a"],
      ["acme-prod-db-b", "db.r7g.large", "eu-west-1b"],
    ]);
  });

  it("tells no zones of the cluster, of which AWS makes three and replaces it", () => {
    expect(cluster().availability_zones).toBeUndefined();
  });
});

it.each(["dev", "prod"] as const)("in %s is shut, whatever overrides say", (stage) => {
  const overrides = {
    cluster: { storageEncrypted: false, iamDatabaseAuthenticationEnabled: false, port: 1 },
    instances: { publiclyAccessible: true },
  };
  const template = make({ stage, overrides });
  expect(only(template, "aws_rds_cluster")).toMatchObject({
    storage_encrypted: true,
    iam_database_authentication_enabled: true,
    port: 5432,
    manage_master_user_password: true,
    engine_lifecycle_support: "open-source-rds-extended-support-disabled",
  });
  const instances = Object.values(resourcesOf(template, "aws_rds_cluster_instance"));
  expect(instances.map((each) => each.publicly_accessible)).toEqual(
    stage === "dev" ? [false] : [false, false],
  );
  expect(resourcesOf(template, "aws_vpc_security_group_ingress_rule")).toEqual({});
});

it("keeps its address: changing it loses the data", () => {
  expect(addresses(make()).filter((each) => each.startsWith("aws_rds_cluster."))).toEqual([
    "aws_rds_cluster.database",
  ]);
});

it.each([
  [{ name: "postgresql", version: 16 }, "aurora-postgresql", "16", 5432, true],
  [{ name: "postgresql", version: 16, release: "16.8" }, "aurora-postgresql", "16.8", 5432, false],
  [{ name: "mysql", version: "8.0" }, "aurora-mysql", "8.0", 3306, true],
  [
    { name: "mysql", version: "8.0", release: "3.10.1" },
    "aurora-mysql",
    "8.0.mysql_aurora.3.10.1",
    3306,
    false,
  ],
] as const)("%j is %s %s on port %i; AWS follows minor releases: %s", (engine, ...said) => {
  const template = make({ engine });
  const made = only(template, "aws_rds_cluster");
  const [instance] = Object.values(resourcesOf(template, "aws_rds_cluster_instance"));
  expect([
    made.engine,
    made.engine_version,
    made.port,
    instance!.auto_minor_version_upgrade,
  ]).toEqual(said);
  expect([instance!.engine, instance!.engine_version]).toEqual([said[0], undefined]);
});

describe("an upgrade", () => {
  const upgrading = (props: Given = {}) =>
    make({ changes: { upgradingFrom: 16 }, engine: { name: "postgresql", version: 17 }, ...props });

  it("meets groups of its own family, made before the old ones go", () => {
    for (const type of ["aws_rds_cluster_parameter_group", "aws_db_parameter_group"]) {
      expect(only(upgrading(), type)).toMatchObject({
        name: "acme-prod-db-pg17",
        family: "aurora-postgresql17",
        lifecycle: { create_before_destroy: true },
      });
    }
    expect(only(make(MYSQL), "aws_db_parameter_group")).toMatchObject({
      name: "acme-prod-db-mysql80",
      family: "aurora-mysql8.0",
    });
  });

  it("is allowed while it is named, made at once, and takes the instances along", () => {
    expect(only(upgrading(), "aws_rds_cluster")).toMatchObject({
      allow_major_version_upgrade: true,
      apply_immediately: true,
      db_instance_parameter_group_name: expect.stringContaining("aws_db_parameter_group."),
    });
    expect(cluster().allow_major_version_upgrade).toBe(false);
    expect(cluster().db_instance_parameter_group_name).toBeUndefined();
  });
});

describe("a birth", () => {
  const ID = "cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  it.each([
    ["nothing", undefined, { database_name: "app", master_username: "postgres" }],
    ["a snapshot", { from: "snapshot", snapshot: "old" }, { snapshot_identifier: "old" }],
    [
      "a second of the past",
      { from: "point-in-time", cluster: "old", at: "2026-11-01T02:00:00Z" },
      {
        restore_to_point_in_time: {
          source_cluster_identifier: "old",
          restore_to_time: "2026-11-01T02:00:00Z",
        },
      },
    ],
    [
      "what is left of a cluster that is gone",
      { from: "point-in-time", cluster: ID, at: "latest" },
      {
        restore_to_point_in_time: {
          source_cluster_resource_id: ID,
          use_latest_restorable_time: true,
        },
      },
    ],
    [
      "a cluster as it is",
      { from: "clone", cluster: "old" },
      {
        restore_to_point_in_time: {
          source_cluster_identifier: "old",
          restore_type: "copy-on-write",
          use_latest_restorable_time: true,
        },
      },
    ],
  ] as const)("from %s tells what only that one knows", (_, birth, said) => {
    const { database_name, master_username, snapshot_identifier, restore_to_point_in_time } =
      cluster({ birth });
    const told = { database_name, master_username, snapshot_identifier, restore_to_point_in_time };
    expect(JSON.parse(JSON.stringify(told))).toEqual(said);
  });

  it("gives the last snapshot another name", () => {
    const born = cluster({ birth: { from: "clone", cluster: "old" } });
    expect(born.final_snapshot_identifier).toMatch(/^acme-prod-db-final-[0-9a-f]{6}$/);
    expect(born.final_snapshot_identifier).not.toBe(cluster().final_snapshot_identifier);
  });
});

it.each([
  ["PostgreSQL", {}, ["postgresql"]],
  ["MySQL in prod", MYSQL, ["audit", "error", "slowquery"]],
  ["MySQL in dev", { ...MYSQL, stage: "dev" }, ["error", "slowquery"]],
  ["whom it is told", { ...MYSQL, logs: ["general"] }, ["general"]],
] as const)(
  "of %s keeps the logs for a while, in groups that stand before it",
  (_, props, logs) => {
    const template = make({ ...props, logDays: 30 });
    const groups = Object.values(resourcesOf(template, "aws_cloudwatch_log_group"));
    expect(groups.map(({ name, retention_in_days }) => [name, retention_in_days])).toEqual(
      logs.map((log) => [`/aws/rds/cluster/acme-prod-db/${log}`, 30]),
    );
    const made = only(template, "aws_rds_cluster");
    expect(made.enabled_cloudwatch_logs_exports).toEqual(logs);
    expect(made.depends_on).toHaveLength(logs.length);
  },
);

it("encrypts volume, secret and insights with the caller's key", () => {
  expect(cluster({ encryptionKeyArn: KEY })).toMatchObject({
    kms_key_id: KEY,
    master_user_secret_kms_key_id: KEY,
    performance_insights_kms_key_id: KEY,
  });
});

it("writes a password that nobody keeps, by an ephemeral variable", () => {
  const template = make({ master: { password: { version: 3 } } });
  const made = only(template, "aws_rds_cluster");
  expect(made.master_password_wo_version).toBe(3);
  expect(made.master_password_wo).toMatch(/^\$\{var\./);
  expect(made.manage_master_user_password).toBeUndefined();
  const [variable] = Object.values(template.variable as Record<string, object>);
  expect(variable).toMatchObject({ sensitive: true, ephemeral: true, default: null });
});

it("goes back in place, takes SQL over HTTPS and pays no I/O when asked", () => {
  const asked = cluster({
    ...MYSQL,
    backups: { backtrackHours: 24 },
    dataApi: true,
    storage: "io-optimized",
  });
  expect(asked).toMatchObject({
    backtrack_window: 86_400,
    enable_http_endpoint: true,
    storage_type: "aurora-iopt1",
  });
  expect(cluster().backtrack_window).toBeUndefined();
  expect(cluster().storage_type).toBeUndefined();
});

it("asks for no pause where nothing pauses, and for no range where nothing is serverless", () => {
  const compute = { instanceClass: "db.serverless" };
  expect(cluster({ compute }).serverlessv2_scaling_configuration).toEqual({
    min_capacity: 0.5,
    max_capacity: 8,
  });
  expect(cluster().serverlessv2_scaling_configuration).toBeUndefined();
});

it.each([
  [{}, ["db.r7g.large: 201.48", "db.r7g.large: 201.48"]],
  [{ storage: "io-optimized" }, ["db.r7g.large: 261.92", "db.r7g.large: 261.92"]],
  [{ stage: "dev" }, ["db.serverless at 0 capacity units: 0"]],
  [
    { compute: { instances: { a: { instanceClass: "db.serverless" } } } },
    ["db.serverless at 0.5 capacity units: 43.8"],
  ],
  [{ compute: { instances: { a: { instanceClass: "db.x2g.large" } } } }, []],
] as const)("with %j tells what it costs while nobody asks it", (props, told) => {
  const costs: string[] = [];
  make(props as Given, (_, stack) =>
    costs.push(...fixedCosts(stack).map(({ item, usdPerMonth }) => `${item}: ${usdPerMonth}`)),
  );
  expect(costs).toEqual(told);
});

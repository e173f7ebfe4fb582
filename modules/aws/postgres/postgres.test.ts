import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { Postgres, type PostgresProps } from "./index.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";

type Given = Partial<PostgresProps>;

function make(
  props: Given = {},
  act: (made: Postgres, stack: TerraformStack) => void = () => {},
): Template {
  return synth((stack) => {
    const network = new FakeNetwork(stack);
    const given = { stage: "prod", name: "acme-prod-db", network, version: 17, ...props } as const;
    act(new Postgres(stack, "database", given), stack);
  });
}

const server = (props: Given = {}) => only(make(props), "aws_db_instance");
const parameters = (props: Given = {}): Record<string, string> =>
  Object.fromEntries(
    only(make(props), "aws_db_parameter_group").parameter.map(
      (each: { name: string; value: string; apply_method: string }) => [
        each.name,
        `${each.value} ${each.apply_method}`,
      ],
    ),
  );

describe("in dev", () => {
  it("is small, in one zone, with three days of backups, and may go", () => {
    expect(server({ stage: "dev" })).toMatchObject({
      instance_class: "db.t4g.micro",
      allocated_storage: 20,
      max_allocated_storage: 100,
      multi_az: false,
      backup_retention_period: 3,
      apply_immediately: true,
      performance_insights_enabled: false,
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(server({ stage: "dev" }).final_snapshot_identifier).toBeUndefined();
    expect(parameters({ stage: "dev" })).toEqual({
      log_min_duration_statement: "1000 immediate",
      "rds.force_ssl": "1 immediate",
    });
  });
});

describe("in prod", () => {
  it("stands in two zones, changes in its window, and is protected in every way at once", () => {
    expect(server()).toMatchObject({
      instance_class: "db.m7g.large",
      allocated_storage: 100,
      max_allocated_storage: 400,
      multi_az: true,
      backup_retention_period: 14,
      backup_window: "01:30-02:30",
      maintenance_window: "sun:03:00-sun:04:00",
      apply_immediately: false,
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      database_insights_mode: "standard",
      deletion_protection: true,
      skip_final_snapshot: false,
      delete_automated_backups: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(server().final_snapshot_identifier).toMatch(/^acme-prod-db-final-[0-9a-f]{6}$/);
  });

  it("writes down who connected and what made others wait", () => {
    expect(parameters()).toEqual({
      log_checkpoints: "1 immediate",
      log_connections: "1 immediate",
      log_disconnections: "1 immediate",
      log_lock_waits: "1 immediate",
      log_min_duration_statement: "1000 immediate",
      log_temp_files: "0 immediate",
      "rds.force_ssl": "1 immediate",
    });
  });
});

it.each(["dev", "prod"] as const)("in %s is shut, whatever overrides say", (stage) => {
  const overrides = { instance: { publiclyAccessible: true, storageEncrypted: false } };
  const template = make({ stage, overrides });
  const made = only(template, "aws_db_instance");
  expect(made).toMatchObject({
    publicly_accessible: false,
    storage_encrypted: true,
    iam_database_authentication_enabled: true,
    manage_master_user_password: true,
    engine_lifecycle_support: "open-source-rds-extended-support-disabled",
  });
  expect(made.password).toBeUndefined();
  expect(resourcesOf(template, "aws_vpc_security_group_ingress_rule")).toEqual({});
});

it("keeps its address: changing it loses the data", () => {
  expect(addresses(make()).filter((each) => each.includes("db_instance"))).toEqual([
    "aws_db_instance.database",
  ]);
});

describe("an upgrade", () => {
  it("meets a parameter group of its own family, made before the old one goes", () => {
    const groups = ([16, 17] as const).map((version) =>
      only(make({ version }), "aws_db_parameter_group"),
    );
    expect(groups.map(({ name, family }) => [name, family])).toEqual([
      ["acme-prod-db-pg16", "postgres16"],
      ["acme-prod-db-pg17", "postgres17"],
    ]);
    expect(groups[0]!.lifecycle).toEqual({ create_before_destroy: true });
    expect(server().option_group_name).toBeUndefined();
  });

  it("is allowed while it is named, and then made at once", () => {
    const said = { allow_major_version_upgrade: true, apply_immediately: true };
    expect(server({ changes: { upgradingFrom: 16 } })).toMatchObject({
      ...said,
      engine_version: "17",
    });
    expect(server().allow_major_version_upgrade).toBe(false);
  });
});

it("makes changes on a copy first when asked, with what the copy needs", () => {
  const blueGreen = {
    changes: { how: "blue-green" },
    master: { password: { version: 1 } },
  } as const;
  expect(server(blueGreen).blue_green_update).toEqual({ enabled: true });
  expect(parameters(blueGreen)["rds.logical_replication"]).toBe("1 pending-reboot");
});

it("gives each parameter in its own way, and the caller's before ours", () => {
  const given = {
    max_connections: "200",
    log_min_duration_statement: "50",
    "cron.timezone": "UTC",
  };
  expect(parameters({ stage: "dev", parameters: given })).toEqual({
    "cron.timezone": "UTC pending-reboot",
    log_min_duration_statement: "50 immediate",
    max_connections: "200 pending-reboot",
    "rds.force_ssl": "1 immediate",
  });
});

it("forces TLS in a list of the caller's own, too", () => {
  const off = { name: "rds.force_ssl", value: "0", applyMethod: "immediate" };
  const own = { name: "rds.newest", value: "1", applyMethod: "immediate" };
  expect(parameters({ overrides: { parameterGroup: { parameter: [off, own] } } })).toEqual({
    "rds.force_ssl": "1 immediate",
    "rds.newest": "1 immediate",
  });
});

it("writes a password that nobody keeps, by an ephemeral variable", () => {
  const template = make({ master: { password: { version: 3 } } });
  const made = only(template, "aws_db_instance");
  expect(made.password_wo_version).toBe(3);
  expect(made.password_wo).toMatch(/^\$\{var\./);
  expect(made.manage_master_user_password).toBeUndefined();
  const [variable] = Object.values(template.variable as Record<string, object>);
  expect(variable).toMatchObject({ sensitive: true, ephemeral: true, default: null });
});

describe("a birth", () => {
  it.each([
    ["nothing", undefined, { db_name: "app", username: "postgres" }],
    [
      "a snapshot",
      { from: "snapshot", snapshot: "rds:old-2026" },
      { snapshot_identifier: "rds:old-2026" },
    ],
    [
      "a second of the past",
      { from: "point-in-time", server: "old", at: "2026-11-01T02:00:00Z" },
      {
        restore_to_point_in_time: {
          source_db_instance_identifier: "old",
          restore_time: "2026-11-01T02:00:00Z",
        },
      },
    ],
    [
      "what is left of a server that is gone",
      {
        from: "point-in-time",
        server: "arn:aws:rds:eu-west-1:111122223333:auto-backup:ab-1",
        at: "latest",
      },
      {
        restore_to_point_in_time: {
          source_db_instance_automated_backups_arn:
            "arn:aws:rds:eu-west-1:111122223333:auto-backup:ab-1",
          use_latest_restorable_time: true,
        },
      },
    ],
    [
      "the last second",
      { from: "point-in-time", server: "old", at: "latest" },
      {
        restore_to_point_in_time: {
          source_db_instance_identifier: "old",
          use_latest_restorable_time: true,
        },
      },
    ],
  ] as const)("from %s tells what only that one knows", (_, birth, said) => {
    const { db_name, username, snapshot_identifier, restore_to_point_in_time } = server({ birth });
    expect(
      JSON.parse(
        JSON.stringify({ db_name, username, snapshot_identifier, restore_to_point_in_time }),
      ),
    ).toEqual(said);
  });

  it("gives the last snapshot another name", () => {
    const born = server({ birth: { from: "snapshot", snapshot: "old" } });
    expect(born.final_snapshot_identifier).toMatch(/^acme-prod-db-final-[0-9a-f]{6}$/);
    expect(born.final_snapshot_identifier).not.toBe(server().final_snapshot_identifier);
  });
});

it("keeps its log for a while, in groups that stand before it", () => {
  const template = make({ logDays: 30 });
  const groups = Object.values(resourcesOf(template, "aws_cloudwatch_log_group"));
  expect(groups.map(({ name, retention_in_days }) => [name, retention_in_days])).toEqual([
    ["/aws/rds/instance/acme-prod-db/postgresql", 30],
    ["/aws/rds/instance/acme-prod-db/upgrade", 30],
  ]);
  expect(only(template, "aws_db_instance").depends_on).toHaveLength(2);
});

it("encrypts disk, secret and insights with the caller's key", () => {
  expect(server({ encryptionKeyArn: KEY })).toMatchObject({
    kms_key_id: KEY,
    master_user_secret_kms_key_id: KEY,
    performance_insights_kms_key_id: KEY,
  });
});

it("has copies that are protected as it is, and take no last snapshot", () => {
  const template = make({
    master: { password: { version: 1 } },
    replicas: { reports: { instanceClass: "db.r7g.large" } },
  });
  const copy = Object.values(resourcesOf(template, "aws_db_instance")).find(
    ({ replicate_source_db }) => replicate_source_db,
  )!;
  expect(copy).toMatchObject({
    identifier: "acme-prod-db-reports",
    replicate_source_db: "${aws_db_instance.database.identifier}",
    instance_class: "db.r7g.large",
    multi_az: false,
    deletion_protection: true,
    skip_final_snapshot: true,
  });
  for (const left of ["engine", "username", "allocated_storage", "password_wo"]) {
    expect(copy[left]).toBeUndefined();
  }
});

it.each([
  [{ gib: 300 }, 300, 1200],
  [{ gib: 30_000 }, 30_000, 65_536],
  [{ gib: 60_000 }, 60_000, undefined],
  [{ gib: 300, maxGib: 300 }, 300, undefined],
])("has a disk of %j that grows from %i to %s", (storage, gib, maxGib) => {
  const { allocated_storage, max_allocated_storage } = server({ storage });
  expect([allocated_storage, max_allocated_storage]).toEqual([gib, maxGib]);
});

it("tells what server, disk and copies cost while nobody asks them", () => {
  const costs: string[] = [];
  make({ master: { password: { version: 1 } }, replicas: { reports: {} } }, (_, stack) =>
    costs.push(...fixedCosts(stack).map(({ item, usdPerMonth }) => `${item}: ${usdPerMonth}`)),
  );
  expect(costs).toEqual([
    "db.m7g.large in 2 zones: 245.28",
    "100 GiB of gp3 in 2 zones: 23",
    "db.m7g.large: 122.64",
    "100 GiB of gp3: 11.5",
  ]);
});

import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { groupGrantee } from "../iam/index.ts";
import { Network } from "../network/index.ts";
import { ServiceAccount } from "../service-account/index.ts";
import { synth } from "../testing/index.ts";
import { DEFAULTS, Postgres, type PostgresProps } from "./index.ts";

const PLACE = { name: "acme-dev-graph", project: "acme-dev", region: "europe-west1" };
const DEV = { stage: "dev", name: "acme-dev-graph", version: 17 } as const;
const PROD = { ...DEV, stage: "prod", databases: ["graph"] } as const;

type Given = Omit<PostgresProps, "network">;
const make = (props: Given, act: (made: Postgres, stack: TerraformStack) => void = () => {}) =>
  synth((stack) => {
    const network = Network.fromExisting(stack, "network", { ...PLACE, subnets: [] });
    act(new Postgres(stack, "database", { ...props, network }), stack);
  });
const instance = (props: Given) => only(make(props), "google_sql_database_instance");
const flags = (props: Given): Record<string, string> =>
  Object.fromEntries(
    instance(props).settings.database_flags.map((flag: { name: string; value: string }) => [
      flag.name,
      flag.value,
    ]),
  );

describe("in dev", () => {
  it("is small, in one zone, with a week of backups, and may go", () => {
    expect(instance(DEV)).toMatchObject({
      database_version: "POSTGRES_17",
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      settings: {
        tier: "db-g1-small",
        edition: "ENTERPRISE",
        availability_type: "ZONAL",
        disk_autoresize: true,
        disk_autoresize_limit: 50,
        deletion_protection_enabled: false,
        retain_backups_on_delete: false,
        backup_configuration: {
          enabled: true,
          start_time: "02:00",
          point_in_time_recovery_enabled: false,
          backup_retention_settings: { retained_backups: 7, retention_unit: "COUNT" },
        },
      },
    });
    expect(instance(DEV).settings.maintenance_window).toBeUndefined();
    expect(flags(DEV)).toEqual({
      "cloudsql.iam_authentication": "on",
      log_min_duration_statement: "1000",
    });
  });
});

describe("in prod", () => {
  it("stands in two zones, goes back to any second, restarts on Sundays, and is protected", () => {
    expect(instance(PROD)).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
      settings: {
        tier: "db-custom-2-7680",
        availability_type: "REGIONAL",
        disk_autoresize_limit: 500,
        deletion_protection_enabled: true,
        retain_backups_on_delete: true,
        maintenance_window: { day: 7, hour: 2, update_track: "stable" },
        backup_configuration: {
          point_in_time_recovery_enabled: true,
          transaction_log_retention_days: 7,
          backup_retention_settings: { retained_backups: 30 },
        },
      },
    });
  });

  it("writes down who connected, what changed, and what made others wait", () => {
    expect(flags({ ...PROD, flags: { max_connections: "200" } })).toEqual({
      "cloudsql.enable_pgaudit": "on",
      "cloudsql.iam_authentication": "on",
      log_checkpoints: "on",
      log_connections: "on",
      log_disconnections: "on",
      log_lock_waits: "on",
      log_min_duration_statement: "1000",
      log_temp_files: "0",
      max_connections: "200",
    });
  });

  it("leaves databases that are taken out behind, which dev destroys", () => {
    expect(only(make(PROD), "google_sql_database")).toMatchObject({
      name: "graph",
      deletion_policy: "ABANDON",
    });
    const dev = only(make({ ...DEV, databases: ["graph"] }), "google_sql_database");
    expect(dev.deletion_policy).toBe("DELETE");
  });
});

it("has the same defaults in its constant", () => {
  expect(DEFAULTS).toEqual({
    tier: { dev: "db-g1-small", prod: "db-custom-2-7680" },
    availability: { dev: "zonal", prod: "regional" },
    maxDiskGiB: { dev: 50, prod: 500 },
    keepBackups: { dev: 7, prod: 30 },
    pointInTimeDays: { dev: 0, prod: 7 },
    maintenance: { dev: false, prod: { day: 7, hourUtc: 2, track: "stable" } },
    audit: { dev: false, prod: true },
    sharedCore: { dev: true, prod: false },
    protect: { dev: false, prod: true },
  });
});

describe.each([DEV, PROD])("in $stage", (props) => {
  it("is reached inside the network alone, and by TLS, whatever overrides say", () => {
    const overrides = { instance: { deletionProtection: !DEFAULTS.protect[props.stage] } };
    const made = instance({ ...props, overrides });
    expect(made.settings.ip_configuration).toEqual({
      ipv4_enabled: false,
      private_network: "projects/acme-dev/global/networks/acme-dev-graph",
      ssl_mode: "ENCRYPTED_ONLY",
    });
    expect(made.deletion_protection).toBe(DEFAULTS.protect[props.stage]);
    expect(JSON.stringify(made)).not.toContain("password");
  });
});

it("waits for the peering that its address comes through", () => {
  const template = synth((stack) => {
    const subnets = { hosts: { cidr: "10.60.0.0/24" } };
    const network = new Network(stack, "network", {
      ...{ ...PLACE, stage: "dev", subnets },
      privateServices: { base: "10.61.0.0" },
    });
    new Postgres(stack, "database", { ...DEV, network });
  });
  expect(only(template, "google_sql_database_instance").depends_on).toEqual([
    expect.stringMatching(/^google_service_networking_connection\./),
  ]);
});

it("keeps its address: changing it loses the data", () => {
  expect(addresses(make(PROD)).filter((each) => each.includes("_instance."))).toEqual([
    "google_sql_database_instance.database",
  ]);
});

it("may be made again at once under the next name", () => {
  expect(instance({ ...DEV, generation: 2 }).name).toBe("acme-dev-graph-2");
});

it("answers reading from copies, each protected as it is", () => {
  const template = make({ ...PROD, replicas: { reports: { tier: "db-custom-1-3840" } } });
  const servers = Object.values(resourcesOf(template, "google_sql_database_instance"));
  const replica = servers.find(({ master_instance_name }) => master_instance_name)!;
  expect(replica).toMatchObject({
    name: "acme-dev-graph-reports",
    master_instance_name: "${google_sql_database_instance.database.name}",
    deletion_protection: true,
    settings: { tier: "db-custom-1-3840", availability_type: "ZONAL" },
  });
  expect(replica.settings.backup_configuration).toBeUndefined();
});

describe("who connects", () => {
  it("is a service account without a password, on this instance alone", () => {
    const template = make(DEV, (made, stack) => {
      const name = "acme-dev-host";
      const purpose = "Runs the containers of the host";
      made.grantConnect(new ServiceAccount(stack, "host", { name, project: "acme-dev", purpose }));
    });
    expect(only(template, "google_sql_user")).toMatchObject({
      name: "acme-dev-host@acme-dev.iam",
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      deletion_policy: "ABANDON",
    });
    const grants = Object.values(resourcesOf(template, "google_project_iam_member"));
    expect(grants.map(({ role }) => role).sort()).toEqual([
      "roles/cloudsql.client",
      "roles/cloudsql.instanceUser",
    ]);
    for (const { condition } of grants) {
      expect(condition.expression).toBe(
        'resource.name == "projects/acme-dev/instances/acme-dev-graph" && resource.service == "sqladmin.googleapis.com"',
      );
    }
  });

  it("is a group of people", () => {
    const group = groupGrantee("analysts", "analysts@example.com");
    const template = make(DEV, (made) => made.grantConnectGroup(group));
    expect(only(template, "google_sql_user")).toMatchObject({
      name: "analysts@example.com",
      type: "CLOUD_IAM_GROUP",
    });
  });

  it("exports as the instance's own account, and asks for it by its names", () => {
    const found: unknown[] = [];
    make(DEV, (made) => found.push(made.exporter.key, made.connectionName));
    expect(found).toEqual(["export", "acme-dev:europe-west1:acme-dev-graph"]);
  });
});

it("tells what it costs, twice for two zones, and a copy once", () => {
  const costs: string[] = [];
  make({ ...PROD, replicas: { reports: {} } }, (_, stack) =>
    costs.push(
      ...fixedCosts(stack).map(({ item, usdPerMonth }) => `${item}: ${usdPerMonth.toFixed(2)}`),
    ),
  );
  expect(costs.sort()).toEqual(["db-custom-2-7680 in 2 zones: 197.25", "db-custom-2-7680: 98.62"]);
});

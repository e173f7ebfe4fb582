import { only } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { MYSQL_PARAMETERS, mysqlLevel } from "./mysql-parameters.ts";
import { type Given, MYSQL, make } from "./testing/make.ts";

interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly apply_method: string;
}

/** What both groups of a cluster have, each as `value method`. */
function groups(props: Given): Record<"cluster" | "instance", Record<string, string>> {
  const template = make(props);
  const of = (type: string) =>
    Object.fromEntries(
      ((only(template, type).parameter ?? []) as Parameter[]).map(
        ({ name, value, apply_method }) => [name, `${value} ${apply_method}`],
      ),
    );
  return {
    cluster: of("aws_rds_cluster_parameter_group"),
    instance: of("aws_db_parameter_group"),
  };
}

describe("PostgreSQL", () => {
  it("has what slow statements need in dev, and TLS", () => {
    expect(groups({ stage: "dev" })).toEqual({
      cluster: { log_min_duration_statement: "1000 immediate", "rds.force_ssl": "1 immediate" },
      instance: {},
    });
  });

  it("writes down in prod who connected, and says nothing of checkpoints, which Aurora has not", () => {
    expect(Object.keys(groups({}).cluster)).toEqual([
      "log_connections",
      "log_disconnections",
      "log_lock_waits",
      "log_min_duration_statement",
      "log_temp_files",
      "rds.force_ssl",
    ]);
  });

  it("takes the caller's before ours, each in its own way, and Aurora's own", () => {
    const parameters = { max_connections: "200", apg_ccm_enabled: "1", log_temp_files: "1024" };
    expect(groups({ parameters }).cluster).toMatchObject({
      max_connections: "200 pending-reboot",
      apg_ccm_enabled: "1 pending-reboot",
      log_temp_files: "1024 immediate",
    });
  });
});

describe("MySQL", () => {
  it("has each parameter in the group that knows it", () => {
    const parameters = {
      time_zone: "UTC",
      binlog_format: "ROW",
      max_connections: "400",
      back_log: "100",
      performance_schema: "1",
      performance_schema_users_size: "10",
    };
    expect(groups({ ...MYSQL, parameters })).toEqual({
      cluster: {
        binlog_format: "ROW pending-reboot",
        innodb_print_all_deadlocks: "1 immediate",
        require_secure_transport: "ON immediate",
        server_audit_events: "CONNECT immediate",
        server_audit_logging: "1 immediate",
        time_zone: "UTC immediate",
      },
      instance: {
        back_log: "100 pending-reboot",
        log_output: "FILE immediate",
        long_query_time: "1 immediate",
        max_connections: "400 immediate",
        performance_schema: "1 pending-reboot",
        performance_schema_users_size: "10 pending-reboot",
        slow_query_log: "1 immediate",
      },
    });
  });

  it("has no parameter in two groups", () => {
    const { cluster, instance } = MYSQL_PARAMETERS;
    expect(cluster.length + instance.length).toBeGreaterThan(200);
    expect(new Set([...cluster, ...instance]).size).toBe(cluster.length + instance.length);
    expect(instance.map(mysqlLevel)).not.toContain("cluster");
  });
});

it.each([
  ["rds.force_ssl", {}],
  ["require_secure_transport", MYSQL],
])("forces TLS by %s in a list of the caller's own, too", (name, engine) => {
  const off = { name, value: "0", applyMethod: "immediate" };
  const own = { name: "newest", value: "1", applyMethod: "immediate" };
  const overrides = { clusterParameterGroup: { parameter: [off, own] } };
  const { cluster } = groups({ ...engine, overrides });
  expect(Object.keys(cluster)).toEqual(["newest", name]);
  expect(cluster[name]).toMatch(/^(1|ON) immediate$/);
});

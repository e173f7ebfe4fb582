import { type Finding, must } from "@groundplan/core/problems";
import { appliesAt, whyUnknown } from "../database/postgres-parameters.ts";
import type { AuroraEngine } from "./engine.ts";
import { mysqlAppliesAt, mysqlLevel } from "./mysql-parameters.ts";

/** A parameter as both kinds of groups take it. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: "immediate" | "pending-reboot";
}

type Values = Readonly<Record<string, string>>;

/** What a cluster has from the module: always, where `audit` asks for it, and whatever somebody says. */
interface Ours {
  readonly always: Values;
  readonly audit: Values;
  readonly held: Values;
}

/** Statements of more than a second, who connected, what made others wait; and TLS. */
const OURS: Readonly<Record<AuroraEngine["name"], Ours>> = {
  postgresql: {
    always: { log_min_duration_statement: "1000" },
    audit: {
      log_connections: "1",
      log_disconnections: "1",
      log_lock_waits: "1",
      log_temp_files: "0",
    },
    held: { "rds.force_ssl": "1" },
  },
  mysql: {
    always: { slow_query_log: "1", long_query_time: "1", log_output: "FILE" },
    audit: {
      server_audit_logging: "1",
      server_audit_events: "CONNECT",
      innodb_print_all_deadlocks: "1",
    },
    held: { require_secure_transport: "ON" },
  },
};

/**
 * What PostgreSQL writes its own files by: Aurora's storage does that, and its groups have none of them.
 *
 * Source: Aurora User Guide, "Amazon Aurora PostgreSQL parameters": in neither table.
 */
const STORAGE =
  /^(archive_timeout|bgwriter_\w+|checkpoint_\w+|commit_(delay|siblings)|log_checkpoints|max_wal_size|min_wal_size|wal_(compression|keep_size|skip_threshold|writer_\w+))$/;

/** Aurora's own of PostgreSQL. Some are read when it starts; AWS takes of every parameter that it waits. */
const PLANS = /^(apg_\w+(\.\w+)?|rds\.enable_plan_management)$/;

/** The parameters of both groups. PostgreSQL's cluster group has those of its instances, too. */
export function parameterGroups(
  engine: AuroraEngine["name"],
  { parameters, audit }: { readonly parameters: Values; readonly audit: boolean },
): Readonly<Record<"cluster" | "instance", Parameter[]>> {
  const ours = OURS[engine];
  const all = { ...ours.always, ...(audit && ours.audit), ...parameters, ...ours.held };
  const sorted = Object.entries(all)
    .map(([name, value]) => ({ name, value, applyMethod: methodOf(engine, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const of = (level: "cluster" | "instance") =>
    sorted.filter(({ name }) => levelOf(engine, name) === level);
  return { cluster: of("cluster"), instance: of("instance") };
}

/** A cluster group's list of somebody's own, with what must hold. */
export function withHeld(
  engine: AuroraEngine["name"],
  list: readonly { readonly name: string; readonly value: string }[],
) {
  const { held } = OURS[engine];
  const own = list.filter(({ name }) => !(name in held));
  const ours = Object.entries(held).map(([name, value]) => ({
    name,
    value,
    applyMethod: methodOf(engine, name),
  }));
  return [...own, ...ours];
}

/** What is wrong with the caller's parameters. */
export function parameterProblems(engine: AuroraEngine, parameters: Values): Finding[] {
  return Object.keys(parameters).map((name) => {
    const unknown = whyNot(engine, name);
    if (unknown) {
      const rule = `be a parameter of aurora-${engine.name}${engine.version}`;
      return must(false, `parameters.${name}`, rule, undefined, unknown);
    }
    const held = name in OURS[engine.name].held;
    const why = "nobody connects without TLS";
    return must(!held, `parameters.${name}`, "be left out", undefined, why);
  });
}

function whyNot(engine: AuroraEngine, name: string): string | undefined {
  if (engine.name === "mysql") {
    return mysqlLevel(name) ? undefined : "it is none that Aurora MySQL 3 lets you change";
  }
  if (STORAGE.test(name)) return "Aurora's storage does that";
  return PLANS.test(name) ? undefined : whyUnknown(name, engine.version);
}

function levelOf(engine: AuroraEngine["name"], name: string): "cluster" | "instance" {
  return engine === "mysql" ? (mysqlLevel(name) ?? "cluster") : "cluster";
}

function methodOf(engine: AuroraEngine["name"], name: string): Parameter["applyMethod"] {
  if (engine === "mysql") return mysqlAppliesAt(name);
  return PLANS.test(name) ? "pending-reboot" : appliesAt(name);
}

import type { DbParameterGroupParameter } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { type Finding, must } from "@groundplan/core/problems";
import { appliesAt, whyUnknown } from "../database/postgres-parameters.ts";

/** What every server has: statements of more than a second are lines of its log. */
const ALWAYS = { log_min_duration_statement: "1000" };

/** Who connected, and what made others wait. */
const AUDIT = {
  log_checkpoints: "1",
  log_connections: "1",
  log_disconnections: "1",
  log_lock_waits: "1",
  log_temp_files: "0",
};

/** Parameters that must hold, and what for. */
const HELD: Readonly<Record<string, string>> = {
  "rds.force_ssl": "it is always 1: nobody connects without TLS",
};

/** What a parameter group is filled from. */
export interface ParameterChoice {
  readonly parameters: Readonly<Record<string, string>>;
  readonly audit: boolean;
  /** Blue/green updates to another major version copy by logical replication. */
  readonly logicalReplication: boolean;
}

/** A group's parameters, by name. RDS keeps its names in lower case. */
export function parameterList(choice: ParameterChoice): DbParameterGroupParameter[] {
  const all = {
    ...ALWAYS,
    ...(choice.audit && AUDIT),
    ...(choice.logicalReplication && { "rds.logical_replication": "1" }),
    ...choice.parameters,
    "rds.force_ssl": "1",
  };
  return Object.entries(all)
    .map(([name, value]) => ({ name, value, applyMethod: appliesAt(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A list of somebody's own, with what must hold. */
export function withHeld(list: readonly DbParameterGroupParameter[]): DbParameterGroupParameter[] {
  const own = list.filter(({ name }) => !(name in HELD));
  return [...own, { name: "rds.force_ssl", value: "1", applyMethod: "immediate" }];
}

/** What is wrong with the caller's parameters. */
export function parameterProblems(
  parameters: Readonly<Record<string, string>>,
  version: number,
): Finding[] {
  return Object.keys(parameters).map((name) => {
    const unknown = whyUnknown(name, version);
    if (unknown) {
      const rule = `be a parameter of postgres${version}`;
      return must(false, `parameters.${name}`, rule, undefined, unknown);
    }
    return must(!(name in HELD), `parameters.${name}`, "be left out", undefined, HELD[name]);
  });
}

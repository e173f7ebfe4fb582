import { nameProblem } from "@groundplan/core/naming";
import { type Finding, matching, must, oneOf } from "@groundplan/core/problems";
import { keepingProblems, keyProblem } from "../database/keeping.ts";
import { machineProblems } from "../database/machines.ts";
import { passwordProblem } from "../database/master.ts";
import { scheduleProblems } from "../database/schedule.ts";
import { birthProblems } from "./birth.ts";
import { resolvePostgres, type SettledPostgres } from "./defaults.ts";
import { MACHINES } from "./machines.ts";
import { parameterProblems } from "./parameters.ts";
import type { PostgresProps } from "./postgres-props.ts";
import { storageProblems } from "./storage.ts";

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;
const IDENTIFIER_WORDS = "be lower-case letters, digits and _, at most 63";

/** Names that RDS keeps for itself. */
const RESERVED = /^(pg_|rds|admin$)/;

/** Everything that is wrong with the props, in the words of the props. */
export function postgresProblems(props: PostgresProps): Finding[] {
  const settled = resolvePostgres(props);
  const { upgradingFrom } = settled;
  const runs = `PostgreSQL ${props.version}`;
  return [
    ...nameProblems(settled),
    must(
      props.network.zones.length >= 2,
      "network.zones",
      "be at least two, so that one may fail",
      props.network.zones.length,
    ),
    oneOf("version", props.version, [14, 15, 16, 17]),
    must(
      upgradingFrom === undefined || upgradingFrom < props.version,
      "changes.upgradingFrom",
      `be less than version (${props.version})`,
      upgradingFrom,
    ),
    ...machineProblems("instanceClass", settled.instanceClass, MACHINES, runs),
    ...storageProblems(settled.storage),
    ...parameterProblems(settled.parameters, props.version),
    ...keepingProblems(settled),
    ...scheduleProblems(settled.backupStart, settled.window),
    ...birthProblems(settled.birth, props.name),
    ...Object.entries(settled.replicas).flatMap(([key, { instanceClass }]) => [
      matching("replicas", key, /^[a-z](-?[a-z0-9])*$/, "have kebab-case keys"),
      ...(instanceClass
        ? machineProblems(`replicas.${key}.instanceClass`, instanceClass, MACHINES, runs)
        : []),
    ]),
    ...copyProblems(settled),
  ];
}

function nameProblems({ name, replicas, database, masterUser, ...settled }: SettledPostgres) {
  const longest = Object.keys(replicas).reduce(
    (found, key) => (key.length > found.length ? key : found),
    "",
  );
  return [
    nameProblem("name", "db-instance", longest ? `${name}-${longest}` : name),
    matching("database", database, IDENTIFIER, IDENTIFIER_WORDS),
    matching("master.user", masterUser, IDENTIFIER, IDENTIFIER_WORDS),
    must(
      !RESERVED.test(masterUser),
      "master.user",
      "be none of RDS's own: admin, rds..., pg_...",
      masterUser,
    ),
    keyProblem("encryptionKeyArn", settled.encryptionKeyArn),
  ];
}

/** RDS copies no server whose master's password it makes itself. RDS User Guide, "Limitations for Secrets Manager". */
function copyProblems({ masterPassword, how, replicas }: SettledPostgres): Finding[] {
  const copies = Object.keys(replicas).length > 0;
  const managed = masterPassword === "managed";
  const cure = "RDS copies no server whose password it makes";
  return [
    must(!(managed && copies), "master.password", "have a version with replicas", undefined, cure),
    must(
      !(managed && how === "blue-green"),
      "master.password",
      "have a version with blue-green changes",
      undefined,
      cure,
    ),
    must(
      !(copies && how === "blue-green"),
      "changes.how",
      "not be blue-green with replicas",
      undefined,
      "the provider moves over one server alone",
    ),
    passwordProblem(masterPassword),
  ];
}

import { nameProblem } from "@groundplan/core/naming";
import { between, type Finding, matching, must, oneOf, whole } from "@groundplan/core/problems";
import { retentionProblem } from "../log-retention/index.ts";
import { birthProblems } from "./birth.ts";
import { resolvePostgres, type SettledPostgres } from "./defaults.ts";
import { classProblems } from "./instance-class.ts";
import { parameterProblems } from "./parameters.ts";
import type { PostgresProps } from "./postgres-props.ts";
import { scheduleProblems } from "./schedule.ts";
import { storageProblems } from "./storage.ts";

/** Fewest days of backups that a protected server keeps. */
const POLICY_DAYS = 7;

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;
const IDENTIFIER_WORDS = "be lower-case letters, digits and _, at most 63";

/** Names that RDS keeps for itself. */
const RESERVED = /^(pg_|rds|admin$)/;

/** Everything that is wrong with the props, in the words of the props. */
export function postgresProblems(props: PostgresProps): Finding[] {
  const settled = resolvePostgres(props);
  const { upgradingFrom } = settled;
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
    ...classProblems("instanceClass", settled.instanceClass, props.version),
    ...storageProblems(settled.storage),
    ...parameterProblems(settled.parameters, props.version),
    ...keepingProblems(settled),
    ...scheduleProblems(settled.backupStart, settled.window),
    ...birthProblems(settled.birth, props.name),
    ...Object.entries(settled.replicas).flatMap(([key, { instanceClass }]) => [
      matching("replicas", key, /^[a-z](-?[a-z0-9])*$/, "have kebab-case keys"),
      ...(instanceClass
        ? classProblems(`replicas.${key}.instanceClass`, instanceClass, props.version)
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
    matching(
      "encryptionKeyArn",
      settled.encryptionKeyArn,
      /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
      "be the ARN of a key",
    ),
  ];
}

function keepingProblems({ backupDays, protect, logDays }: SettledPostgres): Finding[] {
  return [
    between("backups.days", backupDays, 1, 35),
    whole("backups.days", backupDays),
    must(
      !protect || backupDays >= POLICY_DAYS,
      "backups.days",
      `be at least ${POLICY_DAYS} while protected`,
      backupDays,
    ),
    retentionProblem("logDays", logDays),
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
    masterPassword !== "managed" &&
      between("master.password.version", masterPassword.version, 1, 1_000_000),
  ];
}

import { type Finding, matching, must, oneOf } from "@groundplan/core/problems";
import { type Dialect, MYSQL_DIALECT, POSTGRES_DIALECT } from "../database/database-server.ts";
import type { PostgresVersion } from "../database/postgres-parameters.ts";

/** What answers on Aurora's storage. Another name replaces the cluster; **data loss**. */
export type AuroraEngine = PostgresqlEngine | MysqlEngine;

/** PostgreSQL on Aurora's storage. */
export interface PostgresqlEngine {
  readonly name: "postgresql";
  /** Major version. Counting up stops the cluster for the upgrade, takes `changes.upgradingFrom`, and there is no step back. */
  readonly version: PostgresVersion;
  /** Release to stay at: `16.8`. Another one restarts every instance. @default AWS follows minor releases by itself */
  readonly release?: string;
}

/** MySQL on Aurora's storage. */
export interface MysqlEngine {
  readonly name: "mysql";
  /** Version of MySQL; 8.0 is Aurora MySQL 3. */
  readonly version: "8.0";
  /** Release to stay at: `3.10.1`. Another one restarts every instance. @default AWS follows minor releases by itself */
  readonly release?: string;
}

/** Something that newer releases have and older ones have not. */
export type Ability = keyof typeof SINCE;

/**
 * First releases with an ability, of PostgreSQL by major version; all of 17 have each.
 *
 * Source: Aurora User Guide, "How Aurora serverless works", table of capacity ranges; "Supported Regions
 * and Aurora DB engines for RDS Data API".
 */
const SINCE = {
  serverless: { 14: "14.3", 15: "15.2", 16: "16.1", mysql: "3.02.0" },
  largeCapacity: { 14: "14.10", 15: "15.5", 16: "16.1", mysql: "3.06.0" },
  pause: { 14: "14.12", 15: "15.7", 16: "16.3", mysql: "3.08.0" },
  dataApi: { 14: "14.8", 15: "15.3", 16: "16.1", mysql: "3.07.0" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** What the provider and the parameters call an engine. */
export interface EngineWords {
  readonly engine: string;
  readonly engineVersion: string;
  /** Family of both parameter groups. */
  readonly family: string;
  /** The same in names: `pg17`. */
  readonly short: string;
  readonly dialect: Dialect;
  /** For people: `Aurora PostgreSQL 17`. */
  readonly label: string;
}

/** An engine in the provider's words. A major version alone means AWS's newest default release. */
export function engineWords(engine: AuroraEngine): EngineWords {
  if (engine.name === "mysql") {
    const { version, release } = engine;
    return {
      engine: "aurora-mysql",
      engineVersion: release ? `${version}.mysql_aurora.${release}` : version,
      family: `aurora-mysql${version}`,
      short: `mysql${version.replace(".", "")}`,
      dialect: MYSQL_DIALECT,
      label: `Aurora MySQL ${version}`,
    };
  }
  const { version, release } = engine;
  return {
    engine: "aurora-postgresql",
    engineVersion: release ?? String(version),
    family: `aurora-postgresql${version}`,
    short: `pg${version}`,
    dialect: POSTGRES_DIALECT,
    label: `Aurora PostgreSQL ${version}`,
  };
}

/** What is wrong with an engine, and with an upgrade to it. */
export function engineProblems(
  engine: AuroraEngine,
  upgradingFrom: number | string | undefined,
): Finding[] {
  if (engine.name === "mysql") {
    return [
      oneOf("engine.version", engine.version, ["8.0"]),
      matching("engine.release", engine.release, /^3\.\d\d\.\d+$/, "be a release such as 3.10.1"),
      must(
        upgradingFrom === undefined || upgradingFrom === "5.7",
        "changes.upgradingFrom",
        "be 5.7 with MySQL 8.0",
        upgradingFrom,
      ),
    ];
  }
  const { version, release } = engine;
  return [
    oneOf("engine.version", version, [14, 15, 16, 17]),
    matching(
      "engine.release",
      release,
      new RegExp(`^${version}\\.\\d+$`),
      `be a release of version ${version}, such as ${version}.9`,
    ),
    must(
      upgradingFrom === undefined || Number(upgradingFrom) < version,
      "changes.upgradingFrom",
      `be less than engine.version (${version})`,
      upgradingFrom,
    ),
  ];
}

/** A problem where the release that the engine stays at is older than an ability. */
export function abilityProblem(engine: AuroraEngine, ability: Ability, what: string): Finding {
  const floors: Readonly<Record<string, string>> = SINCE[ability];
  const first = floors[engine.name === "mysql" ? "mysql" : engine.version];
  const { release } = engine;
  return must(
    release === undefined || first === undefined || !isOlder(release, first),
    "engine.release",
    `be at least ${first} with ${what}`,
    release,
  );
}

function isOlder(release: string, first: string): boolean {
  const [ours, theirs] = [release, first].map((each) => each.split(".").map(Number));
  const at = ours!.findIndex((part, index) => part !== (theirs![index] ?? 0));
  return at >= 0 && ours![at]! < (theirs![at] ?? 0);
}

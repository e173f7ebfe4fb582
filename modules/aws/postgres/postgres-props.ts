import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance/index.js";
import type { DbParameterGroupConfig } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { Insights } from "../database/insights.ts";
import type { MasterPassword } from "../database/master.ts";
import type { PostgresVersion } from "../database/postgres-parameters.ts";
import type { WeeklyHour } from "../database/schedule.ts";
import type { Network } from "../vpc/network.ts";
import type { Birth } from "./birth.ts";
import type { StorageOptions } from "./storage.ts";

/** The master: who makes users, and nobody's everyday log-in. */
export interface MasterOptions {
  /** Its name. Changing it replaces the server; **data loss**. @default "postgres" */
  readonly user?: string;
  /** Who makes its password. Replicas and blue/green updates need one with a version. @default "managed" */
  readonly password?: MasterPassword;
}

/** What is kept of the past. */
export interface BackupOptions {
  /** Days of which any second can be had back, 1 to 35, while protected 7 or more. Fewer delete. @default 3 in dev, 14 in prod */
  readonly days?: number;
  /** Start of the hour in which the daily one is taken, UTC. In place. @default "01:30" */
  readonly start?: string;
}

/** How changes that restart the server are made. */
export interface ChangeOptions {
  /**
   * At the apply, or in the window, or at the apply on a copy, to which clients move over in about a minute.
   *
   * @default "at-once" in dev, "in-window" in prod
   */
  readonly how?: "at-once" | "in-window" | "blue-green";
  /** The hour in which AWS may restart the server. In place. @default Sunday, 03:00 UTC */
  readonly window?: WeeklyHour;
  /**
   * The version that an upgrade starts from. While it stands here AWS may upgrade, at once: take it out
   * when the upgrade is done.
   *
   * @default no upgrade: AWS refuses another major version
   */
  readonly upgradingFrom?: PostgresVersion;
}

/** A copy that answers reading alone. */
export interface ReplicaOptions {
  /** Machine. A change restarts the copy. @default that of the server */
  readonly instanceClass?: string;
  /** Whether the copy itself has a stand-in in a second zone. In place. @default false */
  readonly multiAz?: boolean;
}

/** What a PostgreSQL server is made from. */
export interface PostgresProps extends ModuleProps {
  /**
   * Name of the server, with a replica's key at most 63 characters. Its subnet group has it too, and AWS
   * moves no server between groups of one network: a change is refused at apply.
   */
  readonly name: string;

  /** Where it stands. AWS refuses another one at apply: bear the server again, there. */
  readonly network: Network;

  /** The tier of its subnets, in two zones or more. AWS refuses another one at apply. @default "database" */
  readonly tier?: string;

  /**
   * Major version; RDS follows minor ones by itself. Counting up stops the server for the upgrade, takes
   * `changes.upgradingFrom`, and there is no step back.
   */
  readonly version: PostgresVersion;

  /** Machine: `db.m7g.large`. A change restarts the server. @default "db.t4g.micro" in dev, "db.m7g.large" in prod */
  readonly instanceClass?: string;

  /** The disk. It grows and never shrinks. @default 20 GiB of gp3 that grow to 100 in dev, 100 that grow to 400 in prod */
  readonly storage?: StorageOptions;

  /** Whether a second zone takes over when one fails. Costs twice. In place. @default false in dev, true in prod */
  readonly multiAz?: boolean;

  /**
   * Name of the first database; of a copy, the one that is in it. Changing it replaces the server; **data
   * loss**.
   *
   * @default "app"
   */
  readonly database?: string;

  /** Who makes users, and by which password. @default "postgres", with a password that RDS makes and renews */
  readonly master?: MasterOptions;

  /**
   * ARN of a key of this account for the disk, the master's secret and the insights. For the disk a change
   * replaces the server; **data loss**. A server that is born of another one has the key of that one.
   *
   * @default the keys of AWS
   */
  readonly encryptionKeyArn?: string;

  /** PostgreSQL's parameters by name. Static ones wait for a restart. @default slow statements; in prod who connects and waits as well */
  readonly parameters?: Readonly<Record<string, string>>;

  /** What is kept of the past. @default 3 days in dev, 14 in prod */
  readonly backups?: BackupOptions;

  /** How changes that restart the server are made. @default at once in dev, on Sunday at 03:00 UTC in prod */
  readonly changes?: ChangeOptions;

  /** In place. @default "off" in dev, "standard" in prod */
  readonly insights?: Insights;

  /** Days that CloudWatch Logs keeps the server's log: one of the periods that it offers. @default 7 in dev, 90 in prod */
  readonly logDays?: number;

  /** Copies that answer reading alone, by a kebab-case key. Taking one out destroys it. @default none */
  readonly replicas?: Readonly<Record<string, ReplicaOptions>>;

  /** How the server came to be: said once. Changing it replaces the server; **data loss**. @default empty */
  readonly birth?: Birth;

  /**
   * Whether AWS and Terraform refuse to destroy it, its backups outlive it, and a last snapshot is taken.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly instance?: Partial<DbInstanceConfig>;
    readonly parameterGroup?: Partial<DbParameterGroupConfig>;
  };
}

import type { DbParameterGroupConfig } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster/index.js";
import type { RdsClusterInstanceConfig } from "@cdktf/provider-aws/lib/rds-cluster-instance/index.js";
import type { RdsClusterParameterGroupConfig } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { Insights } from "../database/insights.ts";
import type { MasterPassword } from "../database/master.ts";
import type { PostgresVersion } from "../database/postgres-parameters.ts";
import type { WeeklyHour } from "../database/schedule.ts";
import type { Network } from "../vpc/network.ts";
import type { AuroraBirth } from "./birth.ts";
import type { CapacityOptions } from "./capacity.ts";
import type { EndpointOptions } from "./endpoints.ts";
import type { AuroraEngine } from "./engine.ts";
import type { Instances } from "./instances.ts";
import type { AuroraLog } from "./logs.ts";
import type { ReaderScalingOptions } from "./reader-scaling.ts";

/** What computes: the data are the cluster's, so each of these changes without them. */
export interface ComputeOptions {
  /** Machine of each instance that names none. A change restarts them. @default "db.serverless" in dev, "db.r7g.large" in prod */
  readonly instanceClass?: string;
  /** Range of every `db.serverless`. In place. @default 0 to 2 in dev, 0.5 to 8 in prod, where one of them is */
  readonly capacity?: CapacityOptions;
  /** Instances by a kebab-case key; one taken out is destroyed. @default one in the network's first zone in dev, one in each of the first two in prod, named after the zone's last letter */
  readonly instances?: Instances;
  /** Readers that AWS adds and takes away. Taken out, those that it added stay: see the README. @default none */
  readonly scaling?: ReaderScalingOptions;
  /** Authority of the certificate that instances show: `rds-ca-ecc384-g1`. A change restarts them. @default AWS's default authority */
  readonly certificateAuthority?: string;
}

/** The master: who makes users, and nobody's everyday log-in. */
export interface AuroraMasterOptions {
  /** Its name, at most 16 letters and digits. Changing it replaces the cluster; **data loss**. @default "postgres", of MySQL "admin" */
  readonly user?: string;
  /** Who makes its password. @default "managed" */
  readonly password?: MasterPassword;
}

/** What is kept of the past. */
export interface AuroraBackupOptions {
  /** Days of which any second can be had back, 1 to 35, while protected 7 or more. Fewer delete. @default 3 in dev, 14 in prod */
  readonly days?: number;
  /** Start of the hour in which the daily one is taken, UTC. In place. @default "01:30" */
  readonly start?: string;
  /** Hours that MySQL can go back in place, to 72, paid by the change. Only a new cluster takes it, and off is for ever. @default 0 */
  readonly backtrackHours?: number;
}

/** How changes that restart instances are made. */
export interface AuroraChangeOptions {
  /** At the apply, or in the window. @default "at-once" in dev, "in-window" in prod */
  readonly how?: "at-once" | "in-window";
  /** The hour in which AWS may restart instances. In place. @default Sunday, 03:00 UTC */
  readonly window?: WeeklyHour;
  /** The version that an upgrade starts from. While it stands here AWS may upgrade, at once: take it out afterwards. @default no upgrade */
  readonly upgradingFrom?: PostgresVersion | "5.7";
}

/** What an Aurora cluster is made from. */
export interface AuroraProps extends ModuleProps {
  /** Name of the cluster, with an instance's or endpoint's key at most 63 characters. Changing it replaces the cluster; **data loss**. */
  readonly name: string;

  /** Where it stands. AWS refuses another one at apply: bear the cluster again, there. */
  readonly network: Network;

  /** The tier of its subnets, in two zones or more. AWS refuses another one at apply. @default "database" */
  readonly tier?: string;

  /** PostgreSQL or MySQL, and which version. */
  readonly engine: AuroraEngine;

  /** Machines, how many, where. @default one db.serverless that pauses in dev, two db.r7g.large in two zones in prod */
  readonly compute?: ComputeOptions;

  /** `io-optimized`: machines cost 30 % more, and I/O nothing. In place, which AWS takes now and then alone; back by hand, see the README. @default "standard" */
  readonly storage?: "standard" | "io-optimized";

  /** Name of the first database; of a copy, the one that is in it. Changing it replaces the cluster; **data loss**. @default "app" */
  readonly database?: string;

  /** Who makes users, and by which password. @default "postgres" or "admin", with a password that RDS makes and renews */
  readonly master?: AuroraMasterOptions;

  /** ARN of a key of this account for the volume, the master's secret and the insights. For the volume a change replaces the cluster; **data loss**. @default the keys of AWS */
  readonly encryptionKeyArn?: string;

  /** The engine's parameters by name, each in the group that has it. Static ones wait for a restart. @default slow statements; in prod who connects as well */
  readonly parameters?: Readonly<Record<string, string>>;

  /** What is kept of the past. @default 3 days in dev, 14 in prod */
  readonly backups?: AuroraBackupOptions;

  /** How changes that restart instances are made. @default at once in dev, on Sunday at 03:00 UTC in prod */
  readonly changes?: AuroraChangeOptions;

  /** In place. @default "off" in dev, "standard" in prod */
  readonly insights?: Insights;

  /** Logs that go to CloudWatch. In place. @default "postgresql"; of MySQL "error" and "slowquery", in prod "audit" as well */
  readonly logs?: readonly AuroraLog[];

  /** Days that CloudWatch Logs keeps them: one of the periods that it offers. @default 7 in dev, 90 in prod */
  readonly logDays?: number;

  /** Names of their own for some instances, by a kebab-case key; at most five. @default the writer's and the readers' names alone */
  readonly endpoints?: Readonly<Record<string, EndpointOptions>>;

  /** Whether SQL is taken over HTTPS, with a secret instead of a connection. In place. @default false */
  readonly dataApi?: boolean;

  /** How the cluster came to be: said once. Changing it replaces the cluster; **data loss**. @default empty */
  readonly birth?: AuroraBirth;

  /** Whether AWS and Terraform refuse to destroy it, its backups outlive it, and a last snapshot is taken. @default false in dev, true in prod */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly cluster?: Partial<RdsClusterConfig>;
    readonly instances?: Partial<RdsClusterInstanceConfig>;
    readonly clusterParameterGroup?: Partial<RdsClusterParameterGroupConfig>;
    readonly instanceParameterGroup?: Partial<DbParameterGroupConfig>;
  };
}

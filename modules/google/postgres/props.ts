import type { SqlDatabaseInstanceConfig } from "@cdktf/provider-google/lib/sql-database-instance/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { ReachableNetwork } from "../network/index.ts";
import type { BackupOptions } from "./backups.ts";
import type { Maintenance } from "./maintenance.ts";
import type { Edition } from "./tier.ts";

/** What a database server is made from. */
export interface PostgresProps extends ModuleProps {
  /** Name of the instance, with its generation and the project at most 97 characters. Replaces it; **data loss**. */
  readonly name: string;

  /**
   * Which instance of this name it is. Google keeps the name of a deleted one for about a week: count up
   * to make it again sooner. From 2 on it is part of the name; **data loss**.
   *
   * @default 1
   */
  readonly generation?: number;

  /** Where its private address comes from. Changing it replaces the instance; **data loss**. */
  readonly network: ReachableNetwork;

  /** Major version. Counting up stops it for the upgrade; Google takes no step back. */
  readonly version: 14 | 15 | 16 | 17;

  /**
   * What Google promises and which tiers there are. In place, with a stop of minutes.
   *
   * @default "enterprise"
   */
  readonly edition?: Edition;

  /**
   * Machine: `db-custom-2-7680`, 2 CPUs and 7680 MiB. In place, with a stop of a minute or so.
   *
   * @default "db-g1-small" in dev, "db-custom-2-7680" in prod
   */
  readonly tier?: string;

  /**
   * Whether a second zone takes over when one fails. Costs twice. In place, with a short stop.
   *
   * @default "zonal" in dev, "regional" in prod
   */
  readonly availability?: "zonal" | "regional";

  /**
   * GiB that the disk may grow to by itself. It begins at 10, never shrinks and is paid as it is. In
   * place.
   *
   * @default 50 in dev, 500 in prod
   */
  readonly maxDiskGiB?: number;

  /** What is kept, and for how long. @default 7 daily in dev; 30 daily and any second of 7 days in prod */
  readonly backups?: BackupOptions;

  /** When Google may restart it. @default whenever in dev; Sunday at 2 UTC, late, in prod */
  readonly maintenance?: Maintenance;

  /** Names of databases. Taken out, one is left behind in prod and destroyed in dev. @default none */
  readonly databases?: readonly string[];

  /** More of PostgreSQL's settings. Some restart it. @default logs of slow statements; in prod audit as well */
  readonly flags?: Readonly<Record<string, string>>;

  /**
   * Copies that answer reading alone, by a kebab-case key. Dropping one destroys it.
   *
   * @default none
   */
  readonly replicas?: Readonly<Record<string, ReadReplica>>;

  /**
   * Whether only Google's connectors may connect, which check who is on the other end. In place.
   *
   * @default false
   */
  readonly connectorsOnly?: boolean;

  /**
   * Whether Google and Terraform refuse to destroy it, and its backups outlive it.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly instance?: Partial<SqlDatabaseInstanceConfig> };
}

/** A copy that answers reading alone. */
export interface ReadReplica {
  /** Machine. Default: that of the instance. */
  readonly tier?: string;
}

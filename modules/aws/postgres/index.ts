export type { Connecting } from "../database/database-server.ts";
export type { Insights } from "../database/insights.ts";
export type { MasterPassword } from "../database/master.ts";
export type { PostgresVersion } from "../database/postgres-parameters.ts";
export type { Day, WeeklyHour } from "../database/schedule.ts";
export type { Birth } from "./birth.ts";
export { DEFAULTS } from "./defaults.ts";
export { Postgres } from "./postgres.ts";
export { postgresProblems } from "./postgres-problems.ts";
export type {
  BackupOptions,
  ChangeOptions,
  MasterOptions,
  PostgresProps,
  ReplicaOptions,
} from "./postgres-props.ts";
export type { PostgresReplica } from "./postgres-replica.ts";
export {
  type ExistingPostgres,
  POSTGRES_SHAPE,
  PostgresServer,
} from "./postgres-server.ts";
export type { StorageOptions, StorageType } from "./storage.ts";

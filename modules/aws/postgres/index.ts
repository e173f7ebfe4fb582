export type { Birth } from "./birth.ts";
export { DEFAULTS } from "./defaults.ts";
export { Postgres } from "./postgres.ts";
export { postgresProblems } from "./postgres-problems.ts";
export type {
  BackupOptions,
  ChangeOptions,
  Insights,
  MasterOptions,
  MasterPassword,
  PostgresProps,
  PostgresVersion,
  ReplicaOptions,
} from "./postgres-props.ts";
export type { PostgresReplica } from "./postgres-replica.ts";
export {
  type Connecting,
  type ExistingPostgres,
  POSTGRES_SHAPE,
  PostgresServer,
} from "./postgres-server.ts";
export type { Day, WeeklyHour } from "./schedule.ts";
export type { StorageOptions, StorageType } from "./storage.ts";

export type { BackupOptions } from "./backups.ts";
export type { Maintenance } from "./maintenance.ts";
export { Postgres } from "./postgres.ts";
export type { PostgresProps, ReadReplica } from "./props.ts";
export { connectionName, DEFAULTS, postgresProblems } from "./settle.ts";
export type { Edition } from "./tier.ts";

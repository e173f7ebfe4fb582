export type { Connecting } from "../database/database-server.ts";
export { Aurora } from "./aurora.ts";
export { auroraProblems } from "./aurora-problems.ts";
export type {
  AuroraBackupOptions,
  AuroraChangeOptions,
  AuroraMasterOptions,
  AuroraProps,
  ComputeOptions,
} from "./aurora-props.ts";
export { AURORA_SHAPE, AuroraServer, ExistingAurora, type KnownAurora } from "./aurora-server.ts";
export type { AuroraBirth } from "./birth.ts";
export type { CapacityOptions } from "./capacity.ts";
export { DEFAULTS } from "./defaults.ts";
export type { EndpointOptions } from "./endpoints.ts";
export type { AuroraEngine, MysqlEngine, PostgresqlEngine } from "./engine.ts";
export type { InstanceOptions, Instances } from "./instances.ts";
export type { AuroraLog } from "./logs.ts";
export type { ReaderScalingOptions } from "./reader-scaling.ts";
export { type WatchedAurora, watchAurora } from "./watch-aurora.ts";

import { memoryGiBOf, postgresConnections } from "../observability/database-class.ts";
import type { WatchedDatabase } from "../observability/index.ts";
import type { SettledPostgres } from "./defaults.ts";

/** A server, or a copy of one, of which alarms are to be made. */
interface Watchable extends Pick<SettledPostgres, "instanceClass" | "storage" | "parameters"> {
  readonly identifier: string;
  readonly isReplica?: boolean;
}

/** What alarms need of a server. Nothing of it is asked of AWS, so that any stack may know it. */
export function watchedOf(server: Watchable): WatchedDatabase {
  const { identifier, isReplica } = server;
  // Each machine that is not refused has a memory that is known: a test holds it.
  const memoryGiB = memoryGiBOf(server.instanceClass)!;
  const limit = server.parameters["max_connections"];
  return {
    identifier,
    isReplica,
    engine: "postgres",
    storageGiB: server.storage.gib,
    memoryGiB,
    // A formula is RDS's to reckon, and mostly the one that holds anyway.
    maxConnections: isNumber(limit) ? Number(limit) : postgresConnections(memoryGiB),
  };
}

function isNumber(value: string | undefined): value is string {
  return value !== undefined && /^\d+$/.test(value);
}

import { between, type Finding, must, oneOf } from "@groundplan/core/problems";
import { differencesProblems, elsewhere, unknownKeys } from "../plan/rules.ts";
import {
  type Address,
  addressProblems,
  type Server,
  serverName,
  serverProblems,
} from "./server.ts";

/** A PostgreSQL database that moves. */
export interface PostgresPlan {
  /**
   * `dump`: the application stands still while everything is dumped and restored. `replication`: it
   * goes on, the target follows, and only the cut-over is a pause.
   */
  readonly by: "dump" | "replication";
  readonly source: Server;
  readonly target: Server;
  /**
   * replication: the source as the target reaches it, as a role that may replicate and reads all
   * tables. The target's catalog holds its password until retire.
   */
  readonly sourceSeenByTarget?: Address;
  /** Tables that are copied at a time. @default 4 */
  readonly jobs?: number;
  /** replication: how far the target may be behind for follow to end. @default 1 MiB */
  readonly lagMiB?: number;
  /** Tables that may differ, each with the reason: `public.sessions`. @default none */
  readonly differences?: Readonly<Record<string, string>>;
}

const KEYS = ["by", "source", "target", "sourceSeenByTarget", "jobs", "lagMiB", "differences"];

/** Everything that is wrong with what somebody wrote of a database. */
export function postgresProblems(plan: PostgresPlan): Finding[] {
  const { by, source, target, sourceSeenByTarget: seen, differences } = plan;
  return [
    ...unknownKeys("postgres.", plan, KEYS),
    oneOf("postgres.by", by, ["dump", "replication"]),
    ...serverProblems("postgres.source", source),
    ...serverProblems("postgres.target", target),
    source && target && elsewhere("postgres", serverName(source), serverName(target)),
    must(
      (seen !== undefined) === (by === "replication"),
      "postgres.sourceSeenByTarget",
      "stand exactly where the database moves by replication",
    ),
    ...(seen ? addressProblems("postgres.sourceSeenByTarget", seen) : []),
    between("postgres.jobs", plan.jobs, 1, 64),
    between("postgres.lagMiB", plan.lagMiB, 0, 1024),
    ...differencesProblems("postgres", differences),
  ];
}

import { between, check, type Finding, must, oneOf, reasonGiven } from "@groundplan/core/problems";
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

/** What moves: `move.json`. Every key that is not here is refused. */
export interface MovePlan {
  /** Name of the move: lower-case letters, digits, `_`. What it makes in the servers is called so. */
  readonly name: string;
  readonly postgres: PostgresPlan;
}

const KEYS = ["name", "postgres"];
const POSTGRES_KEYS = [
  "by",
  "source",
  "target",
  "sourceSeenByTarget",
  "jobs",
  "lagMiB",
  "differences",
];

/**
 * Reads what people have written.
 *
 * @throws PropsError with everything that is wrong
 */
export function readPlan(text: string, file: string): MovePlan {
  let plan: MovePlan;
  try {
    plan = JSON.parse(text);
  } catch (error) {
    check(file, [must(false, "it", `be JSON: ${(error as Error).message}`)]);
    throw error;
  }
  check(file, planProblems(plan));
  return plan;
}

/** Everything that is wrong with a plan. */
export function planProblems(plan: MovePlan): Finding[] {
  const { name = "", postgres } = plan;
  return [
    ...unknownKeys("", plan, KEYS),
    must(
      /^[a-z][a-z0-9_]{1,39}$/.test(name),
      "name",
      "be 2 to 40 lower-case letters, digits and _, a letter first",
      name,
    ),
    must(typeof postgres === "object", "postgres", "say which database moves"),
    ...(postgres ? postgresProblems(postgres) : []),
  ];
}

function postgresProblems(plan: PostgresPlan): Finding[] {
  const { by, source, target, sourceSeenByTarget: seen, differences = {} } = plan;
  return [
    ...unknownKeys("postgres.", plan, POSTGRES_KEYS),
    oneOf("postgres.by", by, ["dump", "replication"]),
    ...serverProblems("postgres.source", source),
    ...serverProblems("postgres.target", target),
    source &&
      target &&
      must(
        serverName(source) !== serverName(target),
        "postgres.target",
        "be another than the source",
        serverName(target),
      ),
    must(
      (seen !== undefined) === (by === "replication"),
      "postgres.sourceSeenByTarget",
      "stand exactly where the database moves by replication",
    ),
    ...(seen ? addressProblems("postgres.sourceSeenByTarget", seen) : []),
    between("postgres.jobs", plan.jobs, 1, 64),
    between("postgres.lagMiB", plan.lagMiB, 0, 1024),
    ...Object.entries(differences).map(([table, reason]) =>
      reasonGiven(`postgres.differences.${table}`, reason),
    ),
  ];
}

function unknownKeys(prefix: string, value: object, known: readonly string[]): Finding[] {
  return Object.keys(value).map((key) =>
    must(known.includes(key), `${prefix}${key}`, `be one of ${known.join(", ")}`),
  );
}

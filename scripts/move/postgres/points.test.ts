import { expect, it } from "vitest";
import type { Database } from "./database.ts";
import { lagFound } from "./lag.ts";
import { POINTS, type Surveyed } from "./points.ts";
import { checkFound } from "./preconditions.ts";
import { refused } from "./run.ts";
import type { Survey } from "./survey.ts";
import { writerProblems } from "./writers.ts";

const SURVEY: Survey = {
  ...{ version: 150_018, identity: "1/library", startedAt: "2026-01-01", user: "mover" },
  ...{
    encoding: "UTF8",
    collation: "C",
    sizeBytes: 1,
    walLevel: "logical",
    logsStatements: "none",
  },
  ...{ slotsAllowed: 10, sendersAllowed: 10, workersAllowed: 4, largeObjects: 0 },
  ...{ mayReplicate: true, maySubscribe: true, mayCreate: true },
  ...{ tables: [], hiddenSequences: [], slots: [], extensions: [], extensionsAvailable: [] },
  ...{ foreignTables: [], alwaysTriggers: [] },
};
const SOURCE = { host: "old", database: "library", user: "mover" };
const GOOD: Surveyed = {
  plan: {
    by: "replication",
    source: SOURCE,
    target: { service: "rds" },
    sourceSeenByTarget: SOURCE,
  },
  ...{ move: "library", source: SURVEY, target: { ...SURVEY, identity: "2/library" } },
  ...{ marker: undefined, programs: 15 },
};

function problems(surveyed: Surveyed): string[] {
  return POINTS.flatMap(({ name, judge }) => judge(surveyed).map((each) => `${name}: ${each}`));
}

it("finds nothing wrong with two servers that are ready", () => {
  expect(problems(GOOD)).toEqual([]);
});

it("asks each side once for all that a check tells", async () => {
  const asked: string[] = [];
  const database = (said: Survey): Database => {
    const rows = async () => {
      asked.push(said.identity);
      return [said];
    };
    const program = async () => "pg_dump (PostgreSQL) 17.2";
    return { rows, program, lines: async () => [] } as unknown as Database;
  };
  const { plan, move, source, target } = GOOD;
  const sides = { source: database(source), target: database({ ...target, collation: "de_DE" }) };
  expect(await checkFound({ plan, move, ...sides })).toEqual({
    said: "0 tables in 0.0 MiB were looked at",
    problems: ["versions: pg_restore here is 17, the target 15: install the programs of 15 to 15"],
    warnings: ["the source sorts by C, the target by de_DE"],
    facts: [
      ["answers", "both sides"],
      ["direction", "holds"],
      ["versions", "does not"],
      ["target is empty or ours", "holds"],
      ["rights", "holds"],
      ["encoding", "holds"],
      ["extensions", "holds"],
      ["foreign tables", "holds"],
      ["replication", "holds"],
      ["what replication does not carry", "holds"],
      ["room that the target needs", "0.0 MiB, and its WAL"],
    ],
  });
  expect(asked).toEqual([source.identity, target.identity]);
});

it("refuses a source that is newer than the target, and programs that are not in between", () => {
  const newer = { ...GOOD, source: { ...SURVEY, version: 170_002 } };
  expect(problems(newer)).toEqual([
    "versions: the source is PostgreSQL 17, the target 15: make the target 17 or newer",
    "versions: pg_dump here is 15, the source 17: install the programs of 17 to 15",
  ]);
  expect(problems({ ...GOOD, programs: 17 })).toEqual([
    "versions: pg_restore here is 17, the target 15: install the programs of 15 to 15",
  ]);
});

it("tells each thing that a server is not set to, with its cure", () => {
  const source = {
    ...SURVEY,
    ...{ walLevel: "replica", slotsAllowed: 0, sendersAllowed: 0, mayReplicate: false },
    ...{ extensions: ["postgis"], foreignTables: ["public.far"] },
  };
  const target = {
    ...GOOD.target,
    ...{ workersAllowed: 0, maySubscribe: false, mayCreate: false, logsStatements: "ddl" },
    encoding: "LATIN1",
  };
  expect(problems({ ...GOOD, source, target })).toEqual([
    "rights: mover may not create schemas in the target: grant create on database to mover",
    "encoding: the source is in UTF8, the target in LATIN1: create the target with encoding UTF8",
    "extensions: the target does not have 1 extension (postgis): install them there, or drop them at the source",
    "foreign tables: the source has 1 foreign table (public.far), whose servers the target may not reach: drop them, and make them anew after the move",
    "replication: wal_level of the source is replica: set it to logical (RDS: rds.logical_replication) and restart it",
    "replication: all 0 replication slots of the source are taken: raise max_replication_slots",
    "replication: max_wal_senders of the source is 0: raise it",
    "replication: max_logical_replication_workers of the target is 0: raise it",
    "replication: mover may not replicate: alter role mover replication (RDS: grant rds_replication)",
    "replication: mover may not subscribe: grant rds_superuser or pg_create_subscription, or be a superuser",
    "replication: log_statement of the target is ddl: its log would hold the password of the source; set it to none until the subscription stands",
  ]);
});

it("says what keeps a target from being near enough", () => {
  const slot = {
    name: "groundplan_library",
    isActive: false,
    lagBytes: 3 << 20,
    keptBytes: 9 << 20,
    state: "lost",
  };
  const lag = { slot, copying: ["public.plays"], errors: 2, isSubscribed: true, isEnabled: true };
  expect(lagFound(lag, 1)).toEqual({
    said: "the target is 3.0 MiB behind, 1 tables are being copied",
    problems: [
      "the source has thrown away WAL that the target needs (max_slot_wal_keep_size): infra move retire --abandon, an empty target, and infra move copy",
      "public.plays is still being copied",
      "the target is 3.0 MiB behind, and 1 MiB is the most",
      "nobody reads from the slot: the target's log says why; the source keeps all WAL until somebody does",
    ],
    warnings: ["the target's workers failed 2 times, and went on: its log says why"],
    facts: [
      ["behind", "3.0 MiB"],
      ["WAL that the source keeps for it", "9.0 MiB"],
    ],
  });
});

it("counts a session that is older than the source's being read-only as one that writes", () => {
  const session = { pid: 7, user: "django", since: "2026-03-01 12:00:00+00" };
  const writers = {
    isReadOnly: true,
    at: "2026-03-01 12:05:00+00",
    nextTransaction: "9",
    sessions: [session],
  };
  expect(writerProblems(writers, "2026-03-01 11:59:00+00")).toEqual([]);
  expect(writerProblems(writers, writers.at)).toEqual([
    "session 7 of django at the source is from before it was read-only (2026-03-01 12:00:00+00): stop its program, or select pg_terminate_backend(7)",
  ]);
  expect(writerProblems({ ...writers, isReadOnly: false }, writers.at)).toEqual([
    "session 7 of django at the source can write: stop its program, or alter database ... set default_transaction_read_only = on and end it",
  ]);
});

it("tells what a server said, never the statement with its password", () => {
  const said = `psql:<stdin>:14: ERROR:  syntax error at or near "x"
LINE 1: create subscription "a" connection 'password=hunter2'`;
  expect(refused("psql at the target", said).message).toBe(
    'psql at the target failed:\n  - ERROR:  syntax error at or near "x"\nnothing of it is lost: set right what it says, then run the same command again',
  );
});

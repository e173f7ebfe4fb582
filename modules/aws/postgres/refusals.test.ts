import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { Postgres, type PostgresProps } from "./index.ts";

/** What a server of prod with these props is refused with, without its path. */
function refused(props: Partial<PostgresProps>, zones?: string[]): string[] {
  const lines = refusal(() =>
    synth((stack) => {
      const network = new FakeNetwork(stack, zones);
      const given = { stage: "prod", name: "acme-db", network, version: 16, ...props } as const;
      new Postgres(stack, "database", given);
    }),
  ).split("\n");
  return lines.map((line) => line.replace(/^test\/database: /, ""));
}

const KINDS =
  "t3, t4g, m5, m6g, m6gd, m6i, m6id, m6in, m7g, m7i, m8a, m8g, m8gd, m9g, r5, r5b, r6g, r6gd, r6i, r6id, r6in, r7g, r7i, r8a, r8g, r8gd, x2g, x2iedn";

it("what is wrong is told all at once", () => {
  expect(
    refused(
      {
        name: "acme--db",
        version: 16,
        instanceClass: "db.m4.large",
        storage: { gib: 10, maxGib: 10, iops: 3000 },
        parameters: { transaction_timeout: "1", shared_bufers: "1", "rds.force_ssl": "0" },
        backups: { days: 3, start: "02:30" },
        changes: { upgradingFrom: 17, window: { day: "sun", start: "03:00" } },
        logDays: 31,
        database: "App",
        master: { user: "rdsadmin" },
        encryptionKeyArn: "alias/db",
      },
      ["eu-west-1a"],
    ),
  ).toEqual([
    'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, nor have two in a row (db instance), got "acme--db"',
    'database must be lower-case letters, digits and _, at most 63, got "App"',
    'master.user must be none of RDS\'s own: admin, rds..., pg_..., got "rdsadmin"',
    'encryptionKeyArn must be the ARN of a key, got "alias/db"',
    "network.zones must be at least two, so that one may fail, got 1",
    "changes.upgradingFrom must be less than version (16), got 17",
    `instanceClass must be a machine that PostgreSQL 16 runs on: db. and one of ${KINDS}, got "db.m4.large"; it ended with PostgreSQL 12`,
    "storage.gib must be 20 to 65536 with gp3, got 10",
    "storage.iops must be left out below 400 GiB of gp3, got 3000",
    "parameters.transaction_timeout must be a parameter of postgres16; PostgreSQL has it since 17",
    "parameters.shared_bufers must be a parameter of postgres16; it is none of PostgreSQL's or RDS's",
    "parameters.rds.force_ssl must be left out; it is always 1: nobody connects without TLS",
    "backups.days must be at least 7 while protected, got 3",
    expect.stringMatching(/^logDays must be one of 1, 3, 5, .*, got 31$/),
    'backups.start must be an hour or more from changes.window.start (03:00), got "02:30"; AWS keeps backups and maintenance apart',
  ]);
});

describe("a machine", () => {
  it.each([
    ["db.serverless", "only Aurora has it"],
    ["m7g.large", undefined],
  ])("%s is none of RDS's for PostgreSQL", (instanceClass, why) => {
    const rule = `instanceClass must be a machine that PostgreSQL 16 runs on: db. and one of ${KINDS}`;
    expect(refused({ instanceClass })).toEqual([
      `${rule}, got "${instanceClass}"${why ? `; ${why}` : ""}`,
    ]);
  });

  it("comes in its own sizes alone, also for a copy", () => {
    const rule =
      'must have a size that db.t4g comes in: micro, small, medium, large, xlarge, 2xlarge, got "db.t4g.4xlarge"';
    const copies = {
      master: { password: { version: 1 } },
      replicas: { reports: { instanceClass: "db.t4g.4xlarge" } },
    };
    expect(refused({ instanceClass: "db.t4g.4xlarge" })).toEqual([`instanceClass ${rule}`]);
    expect(refused(copies)).toEqual([`replicas.reports.instanceClass ${rule}`]);
  });
});

describe("a disk", () => {
  it.each([
    [{ gib: 50, type: "io2", iops: 1000 }, ["gib must be 100 to 65536 with io2, got 50"]],
    [{ gib: 100, type: "io2" }, ["iops must be given with io2"]],
    [
      { gib: 100, maxGib: 4000, type: "io2", iops: 1000 },
      ["iops must be at least 2000: 0.5 for each GiB of maxGib (4000), got 1000"],
    ],
    [
      { gib: 100, type: "io2", iops: 200_000, throughputMiB: 500 },
      [
        "iops must be at most 100000: 1000 for each GiB, got 200000",
        "throughputMiB must be left out with io2, got 500",
      ],
    ],
    [
      { gib: 400, iops: 12_000, throughputMiB: 4000 },
      ["throughputMiB must be 500 to 3000, got 4000"],
    ],
    [{ gib: 400, iops: 3000 }, ["iops must be 12000 to 64000, got 3000"]],
    [
      { gib: 100, maxGib: 105 },
      ["maxGib must be 110 to 65536, or gib (100) for a disk that does not grow, got 105"],
    ],
  ] as const)("of %j is refused", (storage, said) => {
    expect(refused({ storage })).toEqual(said.map((line) => `storage.${line}`));
  });

  it("of gp3 from 400 GiB on may be given more than it has", () => {
    expect(refused({ storage: { gib: 400, iops: 20_000, throughputMiB: 1000 } })).toEqual([""]);
  });
});

it("copies need a password that RDS does not make, and are not moved over", () => {
  expect(refused({ replicas: { reports: {} }, changes: { how: "blue-green" } })).toEqual([
    "master.password must have a version with replicas; RDS copies no server whose password it makes",
    "master.password must have a version with blue-green changes; RDS copies no server whose password it makes",
    "changes.how must not be blue-green with replicas; the provider moves over one server alone",
  ]);
});

it("a name has room for the longest copy's key", () => {
  const name = "a".repeat(55);
  const replicas = { "end-of-year": {} };
  expect(refused({ name, replicas, master: { password: { version: 1 } } })).toEqual([
    `name must have at most 63 characters (db instance), got "${name}-end-of-year"; shorten it by 4`,
  ]);
});

it("a birth names what there is, in UTC, and not the server itself", () => {
  expect(refused({ birth: { from: "snapshot", snapshot: "of last week" } })).toEqual([
    'birth.snapshot must be the name of a snapshot or its ARN, got "of last week"',
  ]);
  expect(refused({ birth: { from: "point-in-time", server: "acme-db", at: "yesterday" } })).toEqual(
    [
      'birth.at must be latest or a second in UTC such as 2026-11-01T02:00:00Z, got "yesterday"',
      'birth.server must not be the server itself, got "acme-db"; a copy of the past stands beside it, under a name of its own',
    ],
  );
});

it("backups and maintenance are apart over midnight, too", () => {
  expect(
    refused({ backups: { start: "23:30" }, changes: { window: { day: "sat", start: "00:15" } } }),
  ).toEqual([
    'backups.start must be an hour or more from changes.window.start (00:15), got "23:30"; AWS keeps backups and maintenance apart',
  ]);
});

import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { type Given, MYSQL, make } from "./testing/make.ts";

/** What a cluster of prod with these props is refused with, without its path. */
function refused(props: Given, zones?: string[]): string[] {
  const lines = refusal(() => make({ name: "acme-db", ...props }, undefined, zones)).split("\n");
  return lines.map((line) => line.replace(/^test\/database: /, ""));
}

const MYSQL_KINDS = "serverless, t3, t4g, r5, r6g, r6i, r7g, r7i, r8a, r8g, x2g";

it("what is wrong is told all at once", () => {
  expect(
    refused(
      {
        name: "acme--db",
        engine: { name: "postgresql", version: 16, release: "15.3" },
        compute: {
          instanceClass: "db.m7g.large",
          capacity: { min: 1 },
          instances: { a: {}, B: { zone: "eu-west-1z", promotionTier: 16 } },
          scaling: { max: 20, min: 0 },
        },
        database: "App",
        master: { user: "rds_admin", password: { version: 0 } },
        encryptionKeyArn: "alias/db",
        parameters: { max_wal_size: "1", shared_bufers: "1", "rds.force_ssl": "0" },
        logs: ["upgrade" as never, "slowquery"],
        logDays: 31,
        backups: { days: 3, start: "02:30", backtrackHours: 12 },
        changes: { upgradingFrom: 17 },
        endpoints: { reports: { instances: { only: ["c"] } } },
        birth: { from: "clone", cluster: "acme--db" },
      },
      ["eu-west-1a"],
    ),
  ).toEqual([
    'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, nor have two in a row (db instance), got "acme--db-reports"',
    'database must be lower-case letters, digits and _, begin with a letter, at most 63, got "App"',
    'master.user must be lower-case letters and digits, begin with a letter, at most 16, got "rds_admin"',
    'master.user must be none of RDS\'s own, got "rds_admin"',
    'encryptionKeyArn must be the ARN of a key, got "alias/db"',
    "network.zones must be at least two, so that one may fail, got 1",
    'engine.release must be a release of version 16, such as 16.9, got "15.3"',
    "changes.upgradingFrom must be less than engine.version (16), got 17",
    'compute.instances must have kebab-case keys, got "B"',
    'compute.instances.B.zone must be one of the network\'s: eu-west-1a, got "eu-west-1z"',
    "compute.instances.B.promotionTier must be 0 to 15, got 16",
    expect.stringMatching(
      /^compute\.instanceClass must be a machine that Aurora PostgreSQL 16 runs on: .*, got "db\.m7g\.large"; RDS alone has it$/,
    ),
    "compute.capacity must be left out where no instance is db.serverless",
    "compute.scaling.max must be 1 to 15, got 20",
    "compute.scaling.min must be 1, as many as compute.instances has, to compute.scaling.max (20), got 0",
    'endpoints.reports.instances must be keys of compute.instances: a, B, got "c"',
    "parameters.max_wal_size must be a parameter of aurora-postgresql16; Aurora's storage does that",
    "parameters.shared_bufers must be a parameter of aurora-postgresql16; it is none of PostgreSQL's or RDS's",
    "parameters.rds.force_ssl must be left out; nobody connects without TLS",
    'logs must be of postgresql, instance, iam-db-auth-error, got "upgrade, slowquery"',
    "backups.days must be at least 7 while protected, got 3",
    expect.stringMatching(/^logDays must be one of 1, 3, 5, .*, got 31$/),
    "backups.backtrackHours must be left out with PostgreSQL, got 12; only Aurora MySQL goes back in place",
    'backups.start must be an hour or more from changes.window.start (03:00), got "02:30"; AWS keeps backups and maintenance apart',
    'birth.cluster must not be the cluster itself, got "acme--db"; a copy stands beside it, under a name of its own',
    "master.password.version must be 1 to 1000000, got 0",
  ]);
});

describe("a range of capacity", () => {
  const range = (capacity: object, engine?: Given["engine"]) =>
    refused({ compute: { instanceClass: "db.serverless", capacity }, ...(engine && { engine }) });

  it.each([
    [{ min: 0.3 }, ["min must be 0 to compute.capacity.max (8), in halves, got 0.3"]],
    [{ min: 9 }, ["min must be 0 to compute.capacity.max (8), in halves, got 9"]],
    [{ max: 257 }, ["max must be 1 to 256, in halves, got 257"]],
    [
      { min: 1, pauseAfterSeconds: 600 },
      ["pauseAfterSeconds must be left out unless compute.capacity.min is 0, got 600"],
    ],
    [
      { min: 0, pauseAfterSeconds: 60 },
      ["pauseAfterSeconds must be 300 to 86400 whole seconds, got 60"],
    ],
  ])("of %j is refused", (capacity, said) => {
    expect(range(capacity)).toEqual(said.map((line) => `compute.capacity.${line}`));
  });

  it.each([
    ["mysql", "3.07.1", { min: 0 }, "3.08.0 with compute.capacity.min 0"],
    ["mysql", "3.05.2", { max: 200 }, "3.06.0 with more than 128 capacity units"],
    ["mysql", "3.01.1", {}, "3.02.0 with db.serverless"],
    [14, "14.11", { min: 0 }, "14.12 with compute.capacity.min 0"],
    [15, "15.6", { min: 0 }, "15.7 with compute.capacity.min 0"],
    [16, "16.2", { min: 0 }, "16.3 with compute.capacity.min 0"],
    [15, "15.4", { max: 129 }, "15.5 with more than 128 capacity units"],
  ] as const)("asks of %s %s with %j for a newer release", (version, release, capacity, said) => {
    const engine =
      version === "mysql"
        ? ({ name: "mysql", version: "8.0", release } as const)
        : ({ name: "postgresql", version, release } as const);
    expect(range(capacity, engine)).toEqual([
      `engine.release must be at least ${said}, got "${release}"`,
    ]);
  });

  it("is taken by the first release that has it, and by all of 17", () => {
    expect(range({ min: 0 }, { name: "postgresql", version: 16, release: "16.3" })).toEqual([""]);
    expect(range({ min: 0 }, { name: "postgresql", version: 16, release: "16.10" })).toEqual([""]);
    expect(range({ min: 0 }, { name: "postgresql", version: 17, release: "17.4" })).toEqual([""]);
  });
});

describe("a machine", () => {
  it("of MySQL is not one of PostgreSQL's with a disk, nor t3 with insights or the Data API", () => {
    expect(refused({ ...MYSQL, compute: { instanceClass: "db.r8gd.xlarge" } })).toEqual([
      `compute.instanceClass must be a machine that Aurora MySQL 8.0 runs on: db. and one of ${MYSQL_KINDS}, got "db.r8gd.xlarge"`,
    ]);
    const instances = { a: { instanceClass: "db.t3.medium" } };
    expect(refused({ ...MYSQL, dataApi: true, compute: { instances } })).toEqual([
      'compute.instances.a.instanceClass must not be of t with dataApi, got "db.t3.medium"',
      'compute.instances.a.instanceClass must not be of t3 unless insights is "off", got "db.t3.medium"',
    ]);
  });

  it("comes in its own sizes alone", () => {
    expect(refused({ compute: { instanceClass: "db.t4g.micro" } })).toEqual([
      'compute.instanceClass must have a size that db.t4g comes in: medium, large, got "db.t4g.micro"',
    ]);
  });
});

describe("instances", () => {
  it("stand in two zones, and are some", () => {
    const zone = "eu-west-1a";
    expect(refused({ compute: { instances: { a: { zone }, b: { zone } } } })).toEqual([
      'compute.instances must stand in two zones or more, so that one may fail, got "eu-west-1a"',
    ]);
    expect(refused({ compute: { instances: {} } })).toEqual([
      "compute.instances must be 1 to 16, got 0",
    ]);
  });

  it("have names that fit, with the longest key", () => {
    const name = "a".repeat(55);
    const instances = { a: {}, "end-of-year": {} };
    expect(refused({ name, compute: { instances } })).toEqual([
      `name must have at most 63 characters (db instance), got "${name}-end-of-year"; shorten it by 4`,
    ]);
  });
});

it("names of their own are five at most", () => {
  const endpoint = { instances: { only: ["a"] } };
  const endpoints = Object.fromEntries(
    ["a", "b", "c", "d", "e", "f"].map((key) => [key, endpoint]),
  );
  expect(refused({ endpoints })).toEqual(["endpoints must be at most 5, got 6"]);
});

describe("MySQL", () => {
  it("takes no parameter of another engine or version, and forces TLS", () => {
    const parameters = { query_cache_size: "1", work_mem: "1", require_secure_transport: "OFF" };
    expect(refused({ ...MYSQL, parameters })).toEqual([
      "parameters.query_cache_size must be a parameter of aurora-mysql8.0; it is none that Aurora MySQL 3 lets you change",
      "parameters.work_mem must be a parameter of aurora-mysql8.0; it is none that Aurora MySQL 3 lets you change",
      "parameters.require_secure_transport must be left out; nobody connects without TLS",
    ]);
  });

  it("goes back for 72 hours at most, and not with a binary log", () => {
    const parameters = { binlog_format: "ROW" };
    expect(refused({ ...MYSQL, parameters, backups: { backtrackHours: 73 } })).toEqual([
      "backups.backtrackHours must be 0 to 72, got 73",
      "backups.backtrackHours must be left out with a binary log, got 73; going back would break who reads it",
    ]);
  });

  it("upgrades from 5.7 alone, and stays at releases of version 3", () => {
    const engine = { name: "mysql", version: "8.0", release: "2.11.1" } as const;
    expect(refused({ engine, changes: { upgradingFrom: 16 } })).toEqual([
      'engine.release must be a release such as 3.10.1, got "2.11.1"',
      "changes.upgradingFrom must be 5.7 with MySQL 8.0, got 16",
    ]);
  });
});

it("the Data API asks for a newer release", () => {
  const engine = { name: "postgresql", version: 15, release: "15.2" } as const;
  expect(refused({ engine, dataApi: true })).toEqual([
    'engine.release must be at least 15.3 with dataApi, got "15.2"',
  ]);
});

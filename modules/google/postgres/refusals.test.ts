import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { groupGrantee } from "../iam/index.ts";
import { Network } from "../network/index.ts";
import { synth } from "../testing/index.ts";
import { Postgres, type PostgresProps } from "./index.ts";

const PLACE = { name: "acme-prod-graph", project: "acme-prod", region: "europe-west1" };
const PROD = { stage: "prod", name: "acme-prod-graph", version: 17 } as const;

const refused = (props: Partial<PostgresProps>, act: (made: Postgres) => void = () => {}) =>
  refusal(() =>
    synth((stack) => {
      const network = Network.fromExisting(stack, "network", { ...PLACE, subnets: [] });
      act(new Postgres(stack, "database", { ...PROD, network, ...props }));
    }),
  )
    .split("\n")
    .map((line) => line.replace("test/database: ", ""));

describe("a database is refused", () => {
  it("in prod on shared CPUs, and in two zones without the log that makes the second", () => {
    expect(refused({ tier: "db-g1-small", backups: { pointInTimeDays: 0 } })).toEqual([
      'tier must have CPUs of its own in prod, got "db-g1-small"; Google promises nothing for shared ones',
      "backups.pointInTimeDays must be 1 or more where availability is regional, got 0; the second zone is made from the log",
    ]);
  });

  it("of a tier that its edition has not, or that Google does not make", () => {
    expect(refused({ tier: "db-perf-optimized-N-2" })).toEqual([
      'tier must not be db-perf-optimized-..., got "db-perf-optimized-N-2"; edition enterprise has no other',
    ]);
    expect(refused({ edition: "enterprise-plus" })).toEqual([
      'tier must be db-perf-optimized-N-..., got "db-custom-2-7680"; edition enterprise-plus has no other',
    ]);
    expect(refused({ tier: "db-custom-3-1000" })).toEqual([
      'tier must have 1 CPU or an even number, got "db-custom-3-1000"',
      'tier must have 3840 to 19968 MiB, a multiple of 256, got "db-custom-3-1000"',
    ]);
  });

  it("that keeps longer than it can, or fewer backups than days", () => {
    expect(refused({ backups: { keep: 5, pointInTimeDays: 14, startTime: "2am" } })).toEqual([
      "backups.pointInTimeDays must be 0 to 7, got 14",
      "backups.keep must be at least pointInTimeDays (14), got 5; each second is found from the backup before it",
      'backups.startTime must be a time such as 02:00, got "2am"',
    ]);
  });

  it("with names, sizes and times that are none", () => {
    expect(
      refused({
        name: "Graph",
        generation: 0,
        version: 9 as never,
        maxDiskGiB: 0,
        databases: ["graph", "graph", "Graph"],
        maintenance: { day: 8, hourUtc: 24, track: "stable" },
        flags: { "cloudsql.iam_authentication": "off" },
        replicas: { A: {} },
      }),
    ).toEqual([
      "generation must be 1 to 99, got 0",
      'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, got "Graph-0"',
      "version must be 14, 15, 16 or 17, got 9",
      "maxDiskGiB must be 10 to 65536, got 0",
      "maintenance.day must be 1 to 7, got 8",
      "maintenance.hourUtc must be 0 to 23, got 24",
      'databases must not repeat a value, got "graph"',
      'databases must be lower-case names of databases, got "Graph"',
      "flags must not hold cloudsql.iam_authentication; it is always on: nobody logs in by password",
      'replicas must have kebab-case keys, got "A"',
    ]);
  });

  it("whose name leaves no room for the project's and its copies'", () => {
    const name = `g${"r".repeat(85)}`;
    expect(refused({ name, replicas: { reports: {} } })).toEqual([
      `name must have at most 80 characters beside the project's and its replicas', got "${name}"`,
    ]);
  });

  it("in a network that has no place for it", () => {
    const message = refusal(() =>
      synth((stack) => {
        const subnets = { hosts: { cidr: "10.60.0.0/24" } };
        const network = new Network(stack, "network", { ...PLACE, stage: "prod", subnets });
        new Postgres(stack, "database", { ...PROD, network });
      }),
    );
    expect(message).toBe(
      "test/database: network must have privateServices: the database's address comes from there",
    );
  });

  it("for a group where an account is meant, and the other way round", () => {
    const group = groupGrantee("team", "team@example.com");
    expect(
      refused({}, (made) => made.grantConnect({ ...group, email: "team@example.com" })),
    ).toEqual([
      'grantee team must be a service account, got "team@example.com"; people log in by grantConnectGroup',
    ]);
    const account = {
      key: "host",
      member: "serviceAccount:host@acme-prod.iam.gserviceaccount.com",
    };
    expect(refused({}, (made) => made.grantConnectGroup(account))).toEqual([
      `grantee host must be a group, got "${account.member}"`,
    ]);
  });
});

import { afterAll, beforeAll, beforeEach } from "vitest";
import { missing } from "../../parts/parts.ts";
import { Job } from "./job.ts";
import { TestPostgres } from "./postgres.ts";
import { TestStore } from "./store.ts";

export type { Job, Run } from "./job.ts";
export { ADMIN, RESTORER, WRITER } from "./store-proxy.ts";

/** True where a part that every test with a bucket needs is not there. */
export const withoutStore = (["jq", "rclone", "fake-gcs-server"] as const).some(missing);

/** True where a part that every test with a PostgreSQL needs is not there. */
export const withoutParts = withoutStore || missing("initdb");

/** Milliseconds for a test: each command is some fifty processes, on a machine that may be busy. */
export const LOADED = 180_000;

/** The rows of what most tests back up: two tables with rows, one without. */
export const TABLES = {
  "public.artists": { rows: 500 },
  "public.plays": { rows: 2000 },
  'public."odd "" (name"': { rows: 0 },
};

const SEED = `
create role app login;
create database seed owner app;
\\c seed
create extension hstore;
set role app;
create table artists (id int primary key, name text not null);
insert into artists select n, 'artist ' || n from generate_series(1, 500) n;
create table plays (artist int references artists, at timestamptz default now(), tags hstore);
insert into plays select 1 + n % 500, now(), 'a=>1' from generate_series(1, 2000) n;
create table "odd "" (name" (id int);
`;

/** The servers of one test file. */
export interface Site {
  readonly postgres: TestPostgres;
  readonly store: TestStore;
  /** A job with a database of its own, which is called like its argument. */
  job(database: string, options?: Record<string, string>): Job;
}

/** Starts a PostgreSQL and a bucket for the tests of a file, and heals the bucket before each. */
export function useSite(kind: "gcs" | "s3" = "gcs"): Site {
  const site = {} as { postgres: TestPostgres; store: TestStore };
  const jobs: Job[] = [];
  beforeAll(async () => {
    [site.postgres, site.store] = await Promise.all([
      TestPostgres.start(),
      kind === "gcs" ? TestStore.gcs() : TestStore.s3(),
    ]);
    site.postgres.sql("postgres", SEED);
  }, LOADED);
  afterAll(() => {
    site.store?.stop();
    site.postgres?.stop();
    for (const job of jobs) job.remove();
  });
  beforeEach(() => site.store.heal());
  return {
    get postgres() {
      return site.postgres;
    },
    get store() {
      return site.store;
    },
    job(database, options = {}) {
      site.postgres.sql("postgres", `create database ${database} template seed owner app`);
      const tool: Record<string, string> = kind === "gcs" ? { "gcs-tool": "rclone" } : {};
      const job = new Job(site.store, site.postgres, { database, ...tool, ...options });
      jobs.push(job);
      return job;
    },
  };
}

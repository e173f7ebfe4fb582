import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestPostgres } from "../../backup/testing/postgres.ts";
import { missing } from "../../parts/parts.ts";

const README = fileURLToPath(
  new URL("../../../modules/google/postgres/README.md", import.meta.url),
);

/** The user that Cloud SQL makes for the application's service account. */
const OWNER = "graph-web@acme-prod.iam";

/** What the README tells to type, by its program. */
function told(program: string): string[] {
  const line = readFileSync(README, "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${program} `))!;
  return line.replaceAll('"', "").split(" ").slice(1);
}

/** What the container asks of whoever dumps. */
const PASSWORD = "of the container alone";

/** Arguments of a command with the README's names replaced by this test's. */
function filled(program: string, values: Readonly<Record<string, string>>): string[] {
  return told(program).map((word) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(name, value), word),
  );
}

describe.skipIf(missing("initdb"))("the move from a container to Cloud SQL", () => {
  let container: TestPostgres;
  let cloud: TestPostgres;
  beforeAll(async () => {
    container = await TestPostgres.start();
    cloud = await TestPostgres.start();
    container.sql(
      "postgres",
      `create role graph login password '${PASSWORD}'; create database graph owner graph`,
    );
    container.sql(
      "graph",
      `set role graph;
       create table artists (id int generated always as identity primary key, name text not null);
       create table plays (artist int references artists, at timestamptz not null default now());
       create view popular as select artist, count(*) from plays group by artist;
       insert into artists (name) select 'artist ' || n from generate_series(1, 500) n;
       insert into plays (artist) select 1 + n % 500 from generate_series(1, 5000) n`,
    );
    // As Cloud SQL gives it: an administrator who is no superuser, and a user by identity.
    cloud.sql(
      "postgres",
      `create role mover login createdb createrole; create role "${OWNER}" login; create database graph owner mover`,
    );
  }, 120_000);
  afterAll(() => {
    container?.stop();
    cloud?.stop();
  });

  it("brings every row, owned by the application's own user, without a superuser", () => {
    const dump = join(container.folder, "graph.dump");
    const from = { "<container>": "127.0.0.1", "<port>": `${container.port}`, "graph.dump": dump };
    execFileSync("pg_dump", filled("pg_dump", from), {
      env: { ...process.env, PGPASSWORD: PASSWORD },
    });
    const to = { "<address>": "127.0.0.1", "<user>": OWNER, "<administrator>": "mover" };
    const grants = /```sql\n([\s\S]*?)```/.exec(readFileSync(README, "utf8"))![1]!;
    const filledGrants = grants.replaceAll("<user>", OWNER).replaceAll("<administrator>", "mover");
    cloud.sql("graph", `set role mover; ${filledGrants}`);
    const restore = filled("pg_restore", { ...to, "graph.dump": dump });
    execFileSync("pg_restore", ["--port", `${cloud.port}`, ...restore], { stdio: "pipe" });

    const rows = (server: TestPostgres) =>
      server.sql(
        "graph",
        "select (select count(*) from artists), (select count(*) from plays), (select sum(count) from popular)",
      );
    expect(rows(cloud)).toBe("500|5000|5000");
    expect(rows(cloud)).toBe(rows(container));
    expect(
      cloud.sql("graph", "select distinct tableowner from pg_tables where schemaname = 'public'"),
    ).toBe(OWNER);
  });

  it("goes on counting where the container stopped", () => {
    const next = cloud.sql(
      "graph",
      `set role "${OWNER}"; insert into artists (name) values ('next') returning id`,
    );
    expect(next).toBe("501");
  });
});

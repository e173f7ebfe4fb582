import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresPrograms, TestPostgres } from "../../backup/testing/postgres.ts";
import type { PostgresPlan } from "../postgres/plan.ts";
import { TestMove } from "./test-move.ts";

/** A library, as its monolith keeps it. */
export const LIBRARY = `
  create schema shop;
  create table artists (id int generated always as identity primary key, name text not null);
  create table shop.plays (id bigserial primary key, artist int references artists, at timestamptz default now());
  create table "Odd ""name" (a numeric, b bytea, c jsonb, d float8, e text[], primary key (a));
  create view loud as select name from artists where name like 'artist 1%';
  create materialized view popular as select artist, count(*) from shop.plays group by artist;
  insert into artists (name) select 'artist ' || n from generate_series(1, 500) n;
  insert into shop.plays (artist) select 1 + n % 500 from generate_series(1, 5000) n;
  insert into "Odd ""name" values (1.50, '\\x00ff', '{"k": null}', 0.1::float8 + 0.2, '{a,NULL}'), (2, null, null, 'nan', '{}');
  refresh materialized view popular;`;

/** A password that no message, file or command line may hold. */
export const SECRET = "of 'the' mover \\ alone";

/** Two servers, and moves between databases of them. */
export class Scene {
  readonly source: TestPostgres;
  readonly target: TestPostgres;
  readonly folder = mkdtempSync(join(tmpdir(), "move-"));

  private constructor(source: TestPostgres, target: TestPostgres) {
    this.source = source;
    this.target = target;
  }

  static async start(): Promise<Scene> {
    // Autovacuum writes what it finds, when it likes: to the gate that is a write like any other.
    const source = await TestPostgres.start("-c wal_level=logical -c autovacuum=off");
    const target = await TestPostgres.start("-c wal_retrieve_retry_interval=200ms").catch(
      (error) => {
        source.stop();
        throw error;
      },
    );
    const scene = new Scene(source, target);
    // `keeper` is asked for its password.
    const password = SECRET.replaceAll("'", "''");
    for (const each of [source, target]) {
      each.sql("postgres", `create role keeper superuser login password '${password}'`);
    }
    return scene;
  }

  stop(): void {
    this.source.stop();
    this.target.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Makes a database of this name in both; the source's has what `sql` makes. */
  create(name: string, sql = LIBRARY): void {
    for (const each of [this.source, this.target]) each.sql("postgres", `create database ${name}`);
    this.source.sql(name, sql);
  }

  /** A move of the database of this name, which is what both of libpq's services are then. */
  move(name: string, postgres: Partial<PostgresPlan> = {}): TestMove {
    const { source, target } = this;
    const address = ({ port }: TestPostgres) => ({
      ...{ host: "127.0.0.1", port, database: name, user: "keeper" },
      ...{ sslMode: "disable", passwordVariable: "MOVE_PASSWORD" },
    });
    const by = postgres.by ?? "dump";
    const plan: PostgresPlan = {
      ...{ by, source: address(source), target: address(target) },
      ...(by === "replication" && { sourceSeenByTarget: address(source) }),
      ...postgres,
    };
    const service = (called: string, { port }: TestPostgres) =>
      `[${called}]\nhost=127.0.0.1\nport=${port}\ndbname=${name}\nuser=postgres\n`;
    const services = join(this.folder, `${name}.conf`);
    writeFileSync(services, service("monolith", source) + service("successor", target));
    // Debian's psql is a Perl script, which takes longer than what it starts.
    const PATH = `${postgresPrograms()}:${process.env["PATH"]}`;
    const env = { PATH, MOVE_PASSWORD: SECRET, PGSERVICEFILE: services };
    return TestMove.in(this.folder, { name, postgres: plan }, env);
  }
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { LOADED, RESTORER, withoutStore } from "./testing/index.ts";
import { Job } from "./testing/job.ts";
import { TestMariadb } from "./testing/mariadb.ts";
import { TestStore } from "./testing/store.ts";

const SEED = `
create database music character set utf8mb4 collate utf8mb4_general_ci;
use music;
create sequence tickets start with 7;
create table artists (id int primary key, name varchar(100) not null, face blob, bio text);
create table plays (artist int, at datetime(6) default now(6),
  constraint played foreign key (artist) references artists (id));
create table \`odd \`\` (name VALUES (\` (id int);
insert into artists select seq, concat('ärtist ', seq), unhex('000aff27'),
  concat('it''s\\n"', seq, '" \\\\ INSERT INTO \`x\` VALUES (1);') from seq_1_to_500;
insert into plays (artist) select 1 + seq % 500 from seq_1_to_2000;
create view loud as select id, name from artists where id > 10;
delimiter //
create function twice(n int) returns int deterministic return n * 2//
create trigger shout before insert on artists for each row set new.name = upper(new.name)//
delimiter ;
create user app identified by 'Canary-7f3a';
grant select, insert on music.* to app;
`;

const HASH = expect.stringMatching(/^[0-9a-f]{64}$/);

const parts = withoutStore || missing("mariadbd");

describe.skipIf(parts)("a MariaDB", { timeout: LOADED }, () => {
  let server: TestMariadb;
  let store: TestStore;
  let job: Job;
  let id: string;

  beforeAll(async () => {
    [server, store] = await Promise.all([TestMariadb.start(), TestStore.gcs()]);
    server.sql("mysql", SEED);
    job = new Job(store, server, {
      database: "music",
      engine: "mariadb",
      "db-user": "root",
      "gcs-tool": "rclone",
      hashes: "yes",
    });
    store.asWriter();
    const made = await job.run("backup");
    expect([made.code, made.message]).toEqual([0, ""]);
    id = made.stdout.trim();
  }, LOADED);
  afterAll(() => {
    job?.remove();
    store?.stop();
    server?.stop();
  });
  beforeEach(() => store.heal());

  const ask = (statement: string, database = "music") => server.sql(database, statement);
  const databases = () => ask("show databases like 'music%'").split("\n");
  /** What there is besides rows. */
  const code = (database: string) => [
    ask("select twice(21)", database),
    ask("select count(*) from loud", database),
    ask(
      "select trigger_name from information_schema.triggers where trigger_schema = database()",
      database,
    ),
  ];

  it("is dumped with the rows of each table, and without a password", async () => {
    const [backup] = JSON.parse((await job.run("list", "--json")).stdout);
    expect(backup).toMatchObject({
      id,
      whole: true,
      manifest: {
        engine: "mariadb",
        server: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        tables: {
          artists: { rows: 500, hash: HASH },
          plays: { rows: 2000, hash: HASH },
          "odd ` (name VALUES (": { rows: 0 },
        },
      },
    });
    const accounts = (await store.read(backup.manifest.objects.globals.name)).toString();
    expect(accounts).toContain("CREATE USER IF NOT EXISTS `app`@`%` ACCOUNT LOCK;\n");
    expect(accounts).toContain("GRANT SELECT, INSERT ON `music`.* TO `app`@`%`;\n");
    expect(accounts).not.toMatch(/IDENTIFIED|Canary/);
  });

  it("has its backup read whole without a server, and refused when its end is missing", async () => {
    store.as(RESTORER);
    expect((await job.run("verify", "--no-drill")).stdout.trim()).toBe(id);
    store.heal();
    const other = job.onAnotherHost({ environment: "cut" });
    other.fake(
      "mariadb-dump",
      '[[ $1 == --version ]] || { "$REAL" "$@" | head -n 100; exit 0; }; exec "$REAL" "$@"',
    );
    const { code: ended, message } = await other.run("backup");
    expect([ended, message]).toEqual([
      11,
      "dumping ended with 1: error: the dump ends before its last line",
    ]);
    expect(await store.names("daily/cut/")).toEqual([]);
  });

  it("publishes nothing of a dump that was killed midway", async () => {
    const host = job.again();
    host.fake(
      "mariadb-dump",
      '[[ $1 == --version ]] && exec "$REAL" "$@"; "$REAL" "$@" | head -c 9000; kill -9 $$',
    );
    const before = await store.names();
    const { code: ended, message } = await host.run("backup");
    expect([ended, message]).toEqual([11, expect.stringMatching(/^dumping ended with 137: /)]);
    expect(await store.names()).toEqual(before);
    expect(host.leftovers()).toBe(false);
  });

  it("is restored under another name with rows, bytes, code and keys as they were", async () => {
    const run = await job.run("restore", "--into", "music_copy", "--yes");
    expect([run.code, run.message]).toEqual([0, ""]);
    const sums = "checksum table artists, plays";
    expect(ask(sums, "music_copy").replaceAll("music_copy", "music")).toBe(ask(sums));
    expect(code("music_copy")).toEqual(["42", "490", "shout"]);
    expect(ask("select nextval(tickets)", "music_copy")).toBe(ask("select nextval(tickets)"));
    const references =
      "select referenced_table_name from information_schema.referential_constraints where constraint_schema = 'music_copy'";
    expect(ask(references)).toBe("artists");
    expect(databases()).toEqual(["music", "music_copy"]);
    ask("drop database music_copy");
  });

  it("is not moved while a table has a trigger, and is swapped in one statement without", async () => {
    ask(
      "delete from plays where artist = 1; create table later (id int); insert into later values (1)",
    );
    const refused = await job.run("restore", "--replace", "--yes");
    expect([refused.code, refused.message]).toEqual([
      20,
      `${id} may not go to dev/music: MariaDB moves no table that has a trigger: drop shout while the ` +
        "application stands still (the backup brings its own back), or pass --into another name",
    ]);
    ask("drop trigger shout");
    const { stdout } = await job.run("restore", "--replace", "--yes");
    const { kept } = JSON.parse(stdout);
    expect(ask("select count(*) from plays where artist = 1")).toBe("4");
    expect(ask("show tables like 'later'")).toBe("");
    expect(ask("select count(*) from later", kept)).toBe("1");
    expect(code("music")).toEqual(["42", "490", "shout"]);
    expect(
      ask("select count(*) from information_schema.schema_privileges where table_schema = 'music'"),
    ).toBe("2");
    expect(databases()).toEqual(["music", kept]);
    ask(`drop database ${kept}`);
  });

  it("B13 has the old tables or the new ones, whole, wherever a restore is killed", async () => {
    ask("drop trigger shout; delete from plays where artist = 1");
    const rows = () => ask("select count(*) from plays where artist = 1");
    for (const [when, left] of [
      ["before", "0"],
      ["after", "4"],
    ] as const) {
      const host = job.again();
      const run = when === "after" ? '"$REAL" "$@" <<<"$said"; ' : "";
      host.fake(
        "mariadb",
        `said=$(cat); if [[ $said == *"; rename table "* ]]; then ${run}kill -9 -- "-$(ps -o pgid= -p $$ | tr -d ' ')"; fi
"$REAL" "$@" <<<"$said"`,
      );
      const { code: ended } = await host.run("restore", "--replace", "--yes");
      expect([ended, rows()]).toEqual([null, left]);
    }
    expect((await job.run("restore", "--replace", "--yes")).code).toBe(0);
    expect([rows(), code("music")]).toEqual(["4", ["42", "490", "shout"]]);
    for (const name of databases().slice(1)) ask(`drop database ${name}`);
  });

  it("is drilled in a throw-away server of its series, with accounts and checks", async () => {
    store.as(RESTORER);
    const checks = job.file(
      "checks.sql",
      "select count(*) = 1 from artists where name = 'ärtist 7'\nselect twice(4) = 8\n",
    );
    const run = await job.run("drill", "--checks", checks);
    expect([run.message, run.stdout.trim()]).toEqual(["", id]);
    expect(job.remembered("drill.json")).toMatchObject({
      good: true,
      backup: id,
      tables: 3,
      rows: 2500,
    });
    expect(job.leftovers()).toBe(false);
    const no = await job.run(
      "drill",
      "--checks",
      job.file("no.sql", "select count(*) > 9000 from plays\n"),
    );
    expect([no.code, no.message]).toEqual([
      18,
      `${id} restores, but "select count(*) > 9000 from plays" says "0" instead of t`,
    ]);
    const none = await job.run("drill", "--programs", "/nowhere");
    expect(none.message).toMatch(
      /^there is no MariaDB (\d+\.\d+) in \/nowhere: install mariadb-server-core \1, name its folder with --programs, or an image with --image$/,
    );
  });

  it("is found out where rows are as many as before, and others", async () => {
    const [backup] = JSON.parse((await job.run("list", "--json")).stdout);
    const kept = await store.read(backup.manifest.name);
    const told = JSON.parse(kept.toString());
    told.tables.plays.hash = told.tables.artists.hash;
    await store.write(backup.manifest.name, JSON.stringify(told));
    const wrong = await job.run("drill");
    await store.write(backup.manifest.name, kept.toString());
    expect([wrong.code, wrong.message]).toEqual([
      18,
      `the restored ${id} differs from its manifest: plays has other rows`,
    ]);
  });

  it("names the rights without which a dump would leave things out, and tables of no one moment", async () => {
    ask("create user poor@localhost; grant select on music.* to poor@localhost");
    const poor = job.onAnotherHost({ "db-user": "poor" });
    const { code: ended, message } = await poor.run("backup");
    expect([ended, message]).toEqual([
      20,
      "this role does not get to read all of it: music.* mysql.*; run: " +
        "GRANT EVENT, SHOW VIEW, TRIGGER ON `music`.* TO 'poor'@'localhost'; GRANT SELECT ON `mysql`.* TO 'poor'@'localhost';",
    ]);
    ask("create table old (id int) engine = MyISAM");
    const mixed = await job.run("backup");
    ask("drop table old");
    expect([mixed.code, mixed.message]).toEqual([
      20,
      "no dump of one moment can be made of old (MyISAM): alter table ... engine = InnoDB, and keep histories by physical backups",
    ]);
  });

  it("refuses what only the other engine understands", async () => {
    const mixed = job.onAnotherHost({ pgpass: "/nowhere" });
    const { code: ended, stderr } = await mixed.run("backup");
    expect([ended, stderr.split("\n")]).toEqual([
      2,
      [
        "backup: --pgpass is for postgres alone, and this job's engine is mariadb; leave it out",
        "backup: see --help",
        "",
      ],
    ]);
  });

  it("does not take another engine's backup for its own", async () => {
    const postgres = job.onAnotherHost({ engine: "postgres" });
    const { code: ended, message } = await postgres.run("verify", "--no-drill");
    expect([ended, message]).toEqual([
      20,
      `${id} is one of mariadb and this job's engine is postgres; two engines need two names`,
    ]);
  });
});

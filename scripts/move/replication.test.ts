// @module-tag long
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Client } from "./testing/client.ts";
import { Scene, SECRET } from "./testing/scene.ts";

describe.skipIf(missing("initdb"))("a move by logical replication", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start();
  });
  afterAll(() => scene?.stop());

  it("refuses what is not carried, all of it, before anything is begun", async () => {
    const { source, target } = scene;
    scene.create(
      "odd",
      `create table loose (a int); create table full_rows (a int); alter table full_rows replica identity full;
       create unlogged table fast (a int primary key); select lo_create(0);
       create table t (a int primary key);
       create function f() returns trigger language plpgsql as 'begin return new; end';
       create trigger always before insert on t for each row execute function f();
       alter table t enable always trigger always;
       select pg_create_logical_replication_slot('left_behind', 'pgoutput');
       insert into t select generate_series(1, 20000);`,
    );
    const move = scene.move("odd", { by: "replication" });
    const { problems, warnings } = await move.take("check");
    const point = "what replication does not carry";
    expect(problems).toEqual([
      `${point}: 1 table (public.loose) of the source cannot tell rows apart: give them a primary key, or alter table ... replica identity full`,
      `${point}: 1 table (public.fast) of the source are unlogged: alter table ... set logged, or move by dump`,
      `${point}: the source has 1 large objects, which are not replicated: move by dump, or put them into a column of bytea`,
      `${point}: 1 trigger (public.t: always) of the source would fire a second time at the target: alter table ... enable trigger`,
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^slot left_behind of the source is read by nobody, and the source keeps [1-9][\d.]* MiB of WAL for it: drop it if it was left behind$/,
      ),
    ]);
    source.sql("odd", "select pg_drop_replication_slot('left_behind')");
    expect(await move.problems("copy")).toEqual(problems);
    expect(source.sql("odd", "select count(*) from pg_publication")).toBe("0");
    expect(
      target.sql("odd", "select count(*) from pg_namespace where nspname ~ 'groundplan'"),
    ).toBe("0");
  });

  it("loses no row of a client that writes all the time, and refuses to go over too early", async () => {
    const { source, target } = scene;
    scene.create("library");
    const move = scene.move("library", { by: "replication" });
    const client = new Client(source, "library");
    try {
      expect(await move.problems("check")).toEqual([]);
      expect(await move.problems("copy")).toEqual([]);
      // The connection is lost while tables are copied: the target takes it up again.
      source.sql(
        "postgres",
        "select pg_terminate_backend(active_pid) from pg_replication_slots where active",
      );
      expect((await move.take("copy")).said).toBe("everything was copied before");
      expect((await move.take("follow", { waitMinutes: 2 })).problems).toEqual([]);
      await client.writes(10);

      const early = await move.problems("cutover");
      expect(early[0]).toBe("compare was not done yet");
      source.sql("postgres", "alter database library set default_transaction_read_only = on");
      await expect.poll(() => client.refused, { timeout: 60_000 }).toBeGreaterThan(0);
      expect((await move.take("follow", { waitMinutes: 2 })).problems).toEqual([]);
      expect((await move.take("compare")).said).toMatch(
        /^3 tables with \d+ rows were compared, 0 differ$/,
      );

      // Somebody writes after the comparison, in a session that ignores the setting.
      source.sql(
        "library",
        "set default_transaction_read_only = off; update artists set name = 'other' where id = 1",
      );
      expect(await move.problems("cutover")).toEqual([
        "1 transaction wrote at the source's server since it was compared: infra move compare, again",
      ]);
      expect(await move.problems("compare")).toEqual([]);
      const over = await move.take("cutover");
      expect(over.problems).toEqual([]);
      expect(over.said).toBe("2 sequences were carried over");
      client.server = target;
      await client.writes(10);
    } finally {
      await client.stop();
    }
    const written = target.sql(
      "library",
      "select count(distinct name), count(*) from artists where name ~ '^written'",
    );
    console.log(
      `${client.confirmed} rows confirmed to the client, ${client.refused} tries refused; at the target: ${written}`,
    );
    expect(written).toBe(`${client.confirmed}|${client.confirmed}`);
    expect(
      target.sql("library", "select (select sum(count) from popular), (select count(*) from loud)"),
    ).toBe("5000|110");
  });

  it("does not go back in silence over what was written since, and leaves nothing of its own", async () => {
    const { source, target } = scene;
    const move = scene.move("library", { by: "replication" });
    expect(await move.problems("copy")).toEqual([
      expect.stringMatching(/^copy has nothing to do any more:$/),
      expect.stringMatching(/^ {2}- library went over at .+: the target is what people write to$/),
      `infra move rollback ${move.file}, or infra move retire ${move.file}`,
    ]);
    const [problem, ...others] = await move.problems("rollback");
    expect(problem).toMatch(/^public\.artists has \d+ rows at the source, \d+ at the target$/);
    expect(others).toEqual([]);
    const back = await move.take("rollback", { loseWrites: "a rehearsal, nobody's data" });
    expect(back.warnings).toEqual([`lost, because a rehearsal, nobody's data: ${problem}`]);

    expect(await move.problems("retire")).toEqual([
      "the application is at the source: say --abandon to give the move up",
    ]);
    expect((await move.take("retire", { abandon: true })).facts).toEqual([
      ["subscription", "dropped"],
      ["slot", "dropped"],
    ]);
    const left =
      "select (select count(*) from pg_publication), (select count(*) from pg_replication_slots), (select count(*) from pg_subscription), (select count(*) from pg_namespace where nspname ~ 'groundplan'), (select count(*) from shop.plays)";
    expect([source.sql("library", left), target.sql("library", left)]).toEqual([
      "0|0|0|0|5000",
      "0|0|0|0|5000",
    ]);
    const progress = readFileSync(move.file.replace("move.json", "progress.json"), "utf8");
    expect(progress + move.talked.join()).not.toContain(SECRET);
  });
});

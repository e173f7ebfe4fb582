// @module-tag long
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { postgresPrograms } from "../backup/testing/postgres.ts";
import { missing } from "../parts/parts.ts";
import { smallDisk } from "../parts/small-disk.ts";
import { Scene, SECRET } from "./testing/scene.ts";

const BIN = fileURLToPath(new URL("../infra/bin.mjs", import.meta.url));

/** Rows that are looked at where they are restored: a setting of the target makes that hang, or fail. */
const FRAGILE = `
  create function fault(id int) returns boolean language sql as $$ select case
    when id > 150 and current_setting('move.fault', true) = 'lost' then pg_terminate_backend(pg_backend_pid())
    when id > 150 and current_setting('move.fault', true) = 'hangs' then pg_sleep(600) is not null
    else true end $$;
  create table artists (id int generated always as identity primary key, name text, check (fault(id)));
  create table notes (artist int references artists, text text);
  insert into artists (name) select 'artist ' || n from generate_series(1, 300) n;
  select lo_from_bytea(0, 'a large object');`;

describe.skipIf(missing("initdb"))("a move by dump", () => {
  let scene: Scene;
  // Named before the servers, so that it goes after them.
  const disk = smallDisk(24);
  beforeAll(async () => {
    scene = await Scene.start();
  });
  afterAll(() => scene?.stop());

  it("goes on from a lost connection and from its own death, and brings nothing twice", async () => {
    const { source, target } = scene;
    scene.create("fragile", FRAGILE);
    const move = scene.move("fragile");
    const fault = (how: string) =>
      target.sql("postgres", `alter database fragile set move.fault = '${how}'`);
    fault("lost");
    const lost = await move.problems("copy");
    expect(lost[0]).toMatch(
      /^pg_restore at the target \(fragile on 127\.0\.0\.1:\d+\): restoring rows failed:$/,
    );
    expect(lost.at(-1)).toBe("the connection is gone: run the same command again, which goes on");

    fault("hangs");
    const PATH = `${postgresPrograms()}:${process.env["PATH"]}`;
    const killed = spawn(process.execPath, [BIN, "move", "copy", move.file], {
      env: { PATH, MOVE_PASSWORD: SECRET },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    killed.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const ended = new Promise((done) => killed.on("close", done));
    const working = "from pg_stat_activity where datname = 'fragile' and wait_event = 'PgSleep'";
    await vi.waitUntil(
      () => {
        expect(killed.exitCode, said).toBe(null);
        return target.sql("postgres", `select count(*) ${working}`) === "1";
      },
      { timeout: 120_000, interval: 200 },
    );
    const [whileItRuns] = await move.problems("copy");
    expect(whileItRuns).toMatch(/^another run of this move is at work in fragile on /);
    killed.kill("SIGKILL");
    await ended;
    // What it had started works on without it.
    const [inTheWay, sessions] = await move.problems("copy");
    expect(inTheWay).toBe(whileItRuns);
    expect(sessions).toMatch(/^ {2}- its sessions there: \d+/);
    target.sql(
      "postgres",
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'fragile'`,
    );
    fault("");
    await expect
      .poll(
        () =>
          target.sql("postgres", "select count(*) from pg_stat_activity where datname = 'fragile'"),
        { timeout: 60_000 },
      )
      .toBe("0");
    expect((await move.take("copy")).said).toBe("2 tables were dumped and restored");
    expect((await move.take("copy")).said).toBe("everything was copied before");
    expect(await move.problems("follow")).toEqual([]);
    expect((await move.take("compare")).said).toBe(
      "2 tables with 300 rows were compared, 0 differ",
    );
    const whole =
      "select (select count(*) from artists), (select count(*) from pg_largeobject_metadata), (select count(*) from pg_constraint where conrelid in ('notes'::regclass, 'artists'::regclass))";
    expect([source.sql("fragile", whole), target.sql("fragile", whole)]).toEqual([
      "300|1|3",
      "300|1|3",
    ]);
    expect(await move.problems("cutover")).toEqual([]);
    expect(target.sql("fragile", "insert into artists (name) values ('next') returning id")).toBe(
      "301",
    );
  });

  it("refuses a target that is itself, that holds something, or that another move began", async () => {
    const { source, target } = scene;
    scene.create("plain", "create table kept (id bigserial primary key)");
    const { port } = source;
    const address = { database: "plain", user: "postgres", sslMode: "disable", port };
    const same = scene.move("plain", {
      source: { ...address, host: "127.0.0.1" },
      target: { ...address, host: "localhost" },
    });
    expect(await same.problems("check")).toEqual([
      "direction: source and target are the same database: name another target",
      "target is empty or ours: the target holds 1 table (public.kept): name an empty database",
    ]);
    target.sql(
      "plain",
      "create schema groundplan_move; create table groundplan_move.state (move text, source text, phase text); insert into groundplan_move.state values ('older', '7/plain', 'rows')",
    );
    expect(await scene.move("plain").problems("check")).toEqual([
      "target is empty or ours: the target belongs to the move older of 7/plain: name another target",
    ]);
    target.sql("plain", "drop schema groundplan_move cascade");
    source.sql("postgres", "create role limited login");
    const limited = scene.move("plain", {
      source: { ...address, host: "127.0.0.1", user: "limited" },
    });
    const cure = "grant usage on the schema, and select on them, to limited";
    expect(await limited.problems("check")).toEqual([
      `rights: limited may not read 1 table (public.kept) of the source: ${cure}`,
      `rights: limited may not read 1 sequence (public.kept_id_seq) of the source: ${cure}`,
    ]);
    const silent = scene.move("plain", { source: { ...address, host: "127.0.0.1", port: 1 } });
    const [problem, ...others] = await silent.problems("check");
    expect(problem).toMatch(
      /^psql at the source \(plain on 127\.0\.0\.1:1\): its statements failed: error: connection to server .+ refused; the connection is gone/i,
    );
    expect(others).toEqual([]);
  });

  it.skipIf(disk.isMissing)(
    "stops at a full disk with the cure, and goes on when there is room",
    async () => {
      const { source, target } = scene;
      scene.create(
        "crowded",
        `create table big (id int primary key, text text);
      alter table big alter text set storage external;
      insert into big select n, repeat(md5(n::text), 40) from generate_series(1, 16000) n;`,
      );
      spawnSync("chown", ["postgres", disk.folder]);
      target.sql("postgres", `create tablespace small location '${disk.folder}'`);
      target.sql("postgres", "alter database crowded set tablespace small");
      const move = scene.move("crowded", {
        source: { service: "monolith" },
        target: { service: "successor" },
      });
      expect((await move.problems("copy")).at(-1)).toBe(
        "the disk is full: make it larger, then run the same command again, which goes on",
      );
      spawnSync("mount", ["-o", "remount,size=96m", disk.folder]);
      expect(await move.problems("copy")).toEqual([]);
      expect((await move.take("compare")).said).toBe(
        "1 tables with 16000 rows were compared, 0 differ",
      );
      source.sql("crowded", "update big set text = 'other' where id = 7");
      expect(await move.problems("compare")).toEqual([
        "public.big has 16000 rows at both, and not the same ones",
      ]);
      target.sql("postgres", "drop database crowded");
    },
  );
});

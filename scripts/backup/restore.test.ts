import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Job, LOADED, TABLES, useSite, withoutParts } from "./testing/index.ts";

const PROD = ["--target-stage", "prod", "--change", "CHG-1"];

describe.skipIf(withoutParts)("restore.sh", { timeout: LOADED }, () => {
  const site = useSite();
  let job: Job;
  let id: string;

  /** One database with one backup; what changed in it since must be gone after a restore. */
  beforeAll(async () => {
    job = site.job("music");
    site.postgres.sql(
      "music",
      "alter database music set search_path = public, extra; grant connect on database music to app",
    );
    id = (await job.run("backup")).stdout.trim();
    change();
  }, LOADED);

  function change(): void {
    site.postgres.sql(
      "music",
      "delete from plays where artist = 1; create table later (artist int references artists)",
    );
  }

  const artistOnesPlays = () =>
    site.postgres.sql("music", "select count(*) from plays where artist = 1");
  const databases = () =>
    site.postgres
      .sql("postgres", "select datname from pg_database where datname ~ 'music' order by 1")
      .split("\n");

  it("B07 leaves a database that is there alone, and merges nothing into it", async () => {
    const { code, message } = await job.run("restore", "--yes");
    expect([code, message]).toEqual([
      20,
      `${id} may not go to dev/music: the database is there: pass --replace to swap it, or --into another name`,
    ]);
    expect(databases()).toEqual(["music"]);
  });

  it("restores beside it under another name, with rows, owner and roles as they were", async () => {
    const { code, stdout } = await job.run("restore", "--into", "music_copy", "--yes");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      backup: id,
      database: "music_copy",
      kept: null,
      change: null,
    });
    for (const [table, { rows }] of Object.entries(TABLES)) {
      expect(site.postgres.sql("music_copy", `select count(*) from ${table}`)).toBe(String(rows));
    }
    const owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'music_copy'";
    expect(site.postgres.sql("postgres", owner)).toBe("app");
    site.postgres.sql("postgres", "drop database music_copy");
  });

  it("says what it would do in a dry run and does nothing", async () => {
    const { code, stderr } = await job.run("restore", "--replace", "--dry-run");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      new RegExp(
        `restore: ${id} of dev, finished \\S+, 3 tables, to dev \\(dev\\): music is swapped and kept under another name`,
      ),
    );
    expect(databases()).toEqual(["music"]);
  });

  it("B17 refuses while sessions are connected, and ends them when told to", async () => {
    const app = spawn("psql", [
      "-Xq",
      "-h",
      "127.0.0.1",
      "-p",
      `${site.postgres.port}`,
      "-U",
      "app",
      "music",
    ]);
    app.stdin.write("begin; lock table artists;\n\\echo held\n");
    await new Promise((done) => app.stdout.once("data", done));
    const refused = await job.run("restore", "--replace", "--yes");
    expect([refused.code, refused.message]).toEqual([
      20,
      "1 sessions are connected to music: app from 127.0.0.1 (psql); stop the application, name its " +
        "container with --stop-containers, or pass --end-sessions",
    ]);
    expect(artistOnesPlays()).toBe("0");
    const ended = new Promise((done) => app.on("close", done));
    const { code, stdout } = await job.run("restore", "--replace", "--end-sessions", "--yes");
    app.stdin.end();
    await ended;
    expect(code).toBe(0);
    expect(artistOnesPlays()).toBe("4");
    expect(
      site.postgres.sql(
        "music",
        "select to_regclass('later') is null, current_setting('search_path')",
      ),
    ).toBe("t|public, extra");
    const { kept } = JSON.parse(stdout);
    expect(site.postgres.sql(kept, "select count(*) from later")).toBe("0");
    site.postgres.sql("postgres", `drop database ${kept}`);
    change();
  });

  it("stops the named containers during the swap and starts them whatever happens", async () => {
    const calls = job.file("calls", "");
    job.fake("docker", `echo "$*" >>${calls}`);
    job.fake(
      "psql",
      `[[ "$*" == *kept=* ]] && { echo "psql: error: down" >&2; exit 2; }; exec "$REAL" "$@"`,
    );
    const { code, message } = await job.run(
      "restore",
      "--replace",
      "--yes",
      "--stop-containers",
      "web,jobs",
    );
    job.fake("psql", `exec "$REAL" "$@"`);
    expect([code, message]).toEqual([
      17,
      "music could not be swapped: psql: error: down; it is as it was; stop what connects to it and run again",
    ]);
    expect(readFileSync(calls, "utf8")).toBe("stop web jobs\nstart web jobs\n");
    expect(artistOnesPlays()).toBe("0");
  });

  it(
    "B13 leaves either the old database or the new one, wherever it is killed",
    async () => {
      const count = join(job.folder, "count");
      const body = `n=$(($(<${count}) + 1)); echo $n >${count}
(( n == KILL_AT )) && kill -9 -- "-$(ps -o pgid= -p $$ | tr -d ' ')"
exec "$REAL" "$@"`;
      for (const program of ["psql", "pg_restore"]) job.fake(program, body);
      let killed = 0;
      for (let at = 6; ; at += 3) {
        writeFileSync(count, "0\n");
        job.set("KILL_AT", String(at));
        const { code } = await job.run("restore", "--replace", "--yes");
        if (code === 0) break;
        killed++;
        expect([code, artistOnesPlays()]).toEqual([null, "0"]);
      }
      expect(killed).toBeGreaterThan(2);
      expect(artistOnesPlays()).toBe("4");
      for (const program of ["psql", "pg_restore"]) job.fake(program, `exec "$REAL" "$@"`);
      const [music, kept, ...rest] = databases();
      expect([music, rest]).toEqual(["music", []]);
      site.postgres.sql("postgres", `drop database ${kept}`);
      change();
    },
    LOADED,
  );

  it("B18 names the roles that are missing, and makes them when told to", async () => {
    const there = site.job("roles");
    site.postgres.sql(
      "roles",
      "create role singer; create role listener; alter table plays owner to singer; grant select on artists to listener",
    );
    await there.run("backup");
    site.postgres.sql(
      "roles",
      "reassign owned by singer to app; drop owned by listener; drop role singer; drop role listener",
    );
    const { code, message } = await there.run("restore", "--into", "roles_copy", "--yes");
    expect(code).toBe(20);
    expect(message).toMatch(
      /^\S+-roles may not go to dev\/roles_copy: role listener owns .*, or pass --with-roles; role singer owns .*--with-roles$/,
    );
    expect((await there.run("restore", "--into", "roles_copy", "--yes", "--with-roles")).code).toBe(
      0,
    );
    const owner = "select pg_get_userbyid(relowner) from pg_class where relname = 'plays'";
    expect(site.postgres.sql("roles_copy", owner)).toBe("singer");
  });

  it("B10 refuses a pg_restore that is older than the backup's pg_dump", async () => {
    job.fake(
      "pg_restore",
      '[[ $1 == --version ]] && echo "pg_restore (PostgreSQL) 14.2" && exit; exec "$REAL" "$@"',
    );
    const { code, message } = await job.run("restore", "--into", "old_client", "--yes");
    job.fake("pg_restore", `exec "$REAL" "$@"`);
    expect(code).toBe(20);
    expect(message).toMatch(
      /^pg_restore is 14\.2 and the backup was made by 15\.\d+: install that version or a later one$/,
    );
  });

  /** A restore of the backup as if a server of another version had been dumped. */
  const restoredAs = async (server: string, ...args: string[]) => {
    const names = await site.store.names("daily/dev/music/");
    const manifest = names.find((name) => name.endsWith(`${id}.manifest.json`))!;
    const kept = await site.store.read(manifest);
    await site.store.write(manifest, JSON.stringify({ ...JSON.parse(`${kept}`), server }));
    const run = await job.run("restore", "--into", "other_server", "--yes", ...args);
    await site.store.write(manifest, kept);
    return run;
  };

  it("B10 refuses a server of an older major version before it makes anything", async () => {
    const { code, message } = await restoredAs("99.1");
    expect(code).toBe(20);
    expect(message).toMatch(
      /^\S+-music may not go to dev\/other_server: the backup is of PostgreSQL 99\.1 and the server is 15\.\d+: restore to 99 or later$/,
    );
    expect(databases()).toEqual(["music"]);
  });

  it("B10 refuses a server of a newer major version until that is meant", async () => {
    const { code, message } = await restoredAs("14.9");
    expect(code).toBe(20);
    expect(message).toMatch(
      /^\S+-music may not go to dev\/other_server: the backup is of PostgreSQL 14\.9 and the server is 15\.\d+, from which no dump goes back: pass --upgrade where that is meant$/,
    );
    expect((await restoredAs("14.9", "--upgrade", "--dry-run")).code).toBe(0);
    expect(databases()).toEqual(["music"]);
  });

  it("asks for prod twice, with a change, all at once", async () => {
    const prod = job.onAnotherHost({ environment: "prod", stage: "prod" });
    const { code, stderr } = await prod.run("restore", "--replace", "--yes");
    expect(code).toBe(2);
    expect(stderr.split("\n")).toEqual([
      "restore: restoring to prod/music is prod: say so with --target-stage prod",
      "restore: restoring to prod/music is prod: name the change with --change ID",
      "restore: restoring to prod/music is prod: say it again with --confirm prod/music",
      "restore: see --help",
      "",
    ]);
    const wrong = await prod.run("restore", ...PROD, "--confirm", "dev/music");
    expect(wrong.stderr).toContain("restore: --confirm is dev/music, but the target is prod/music");
  });
});

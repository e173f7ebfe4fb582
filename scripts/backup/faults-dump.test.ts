import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { absent } from "../parts/parts.ts";
import { type Job, LOADED, useSite, WRITER, withoutParts } from "./testing/index.ts";

/** A fake that lets the version be asked and does something else otherwise. */
const except = (body: string) => `[[ $1 == --version ]] && exec "$REAL" "$@"\n${body}`;

describe.skipIf(withoutParts)("a dump that goes wrong", { timeout: LOADED }, () => {
  const site = useSite();

  /** After each fault: one whole backup as before, nothing else in the bucket or on the disk. */
  async function expectUntouched(job: Job): Promise<void> {
    expect(await site.store.names(`daily/dev/${job.options["database"]}/`)).toEqual(before);
    expect(job.leftovers()).toBe(false);
  }

  /** The last good backup, which every fault must leave alone. */
  let before: string[];
  let host: Job;

  beforeAll(async () => {
    host = site.job("music");
    expect((await host.run("backup")).code).toBe(0);
    before = await site.store.names("daily/dev/music/");
  }, LOADED);

  /** The same host, with other fakes before its programs. */
  function jobOf(): Job {
    site.store.asWriter();
    return host.again();
  }

  it("B01 publishes nothing of a dump that was killed midway", async () => {
    const job = jobOf();
    job.fake("pg_dump", except('"$REAL" "$@" | head -c 1000; kill -9 $$'));
    const { code, message } = await job.run("backup");
    expect([code, message]).toEqual([11, "pg_dump ended with 137: it said nothing"]);
    await expectUntouched(job);
    expect(job.remembered("status-backup.json")).toMatchObject({ code: 11, step: "dump" });
  });

  it("B01 publishes nothing of a dump that was cut off and called a success", async () => {
    const job = jobOf();
    for (const [bytes, said] of [
      [
        "-100",
        /^what was dumped cannot be read to its end: pg_restore: error: could not read .*end of file$/,
      ],
      [0, /^what was dumped cannot be read to its end: pg_restore: error: input file is too short/],
    ] as const) {
      job.fake("pg_dump", except(`"$REAL" "$@" | head -c ${bytes}; exit 0`));
      const { code, message } = await job.run("backup");
      expect([code, message]).toEqual([12, expect.stringMatching(said)]);
      await expectUntouched(job);
    }
  });

  it("B01 publishes nothing of a dump whose connection was cut", async () => {
    const job = jobOf();
    const holder = spawn("psql", [
      "-XqAt",
      "-h",
      "127.0.0.1",
      "-p",
      `${site.postgres.port}`,
      "-U",
      "postgres",
      "music",
    ]);
    holder.stdin.write("begin; lock table artists; select 'held';\n");
    await new Promise((done) => holder.stdout.once("data", done));
    const run = job.start("backup");
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'pg_dump' and wait_event_type = 'Lock'`;
    await expect.poll(() => site.postgres.sql("music", end), { timeout: 10_000 }).toBe("t");
    const { code, message } = await run.ended;
    holder.stdin.end();
    expect(code).toBe(11);
    expect(message).toMatch(/^pg_dump ended with 1: pg_dump: error: .*terminating connection/);
    await expectUntouched(job);
  });

  it.skipIf(absent("root, who mounts a disk,", process.getuid?.() !== 0))(
    "B02 ends before and during when the disk is full",
    async () => {
      const job = jobOf();
      site.postgres.sql(
        "music",
        "create table noise as select n, random()::text || random() x from generate_series(1, 60000) n",
      );
      const work = job.options["work"]!;
      mkdirSync(work, { recursive: true });
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", work]);
      try {
        writeFileSync(join(job.state, "sizes"), "900000\n");
        const early = await job.run("backup");
        expect(early.code).toBe(20);
        expect(early.message).toMatch(
          /^\S+work has \S+ free and a dump needs 1\.3MiB; make room, or name another folder with --work$/,
        );
        writeFileSync(join(job.state, "sizes"), "9000\n");
        const late = await job.run("backup");
        expect(late.code).toBe(11);
        expect(late.message).toMatch(
          /^pg_dump ended with 1: .*\(\S+work is full: make room, or name another folder with --work\)$/,
        );
        await expectUntouched(job);
      } finally {
        execFileSync("umount", [work]);
        site.postgres.sql("music", "drop table noise");
        rmSync(join(job.state, "sizes"));
      }
    },
  );

  it("B09 names the tables that the role may not read and the statement that helps", async () => {
    const job = jobOf();
    site.postgres.sql("music", "create role reader login; grant select on artists to reader");
    job.options["db-user"] = "reader";
    const { code, message } = await job.run("backup");
    expect(code).toBe(20);
    expect(message).toBe(
      'this role does not get to read all of it: public."odd "" (name" public.plays; run: ' +
        'GRANT SELECT ON public."odd "" (name" TO reader; GRANT USAGE ON SCHEMA public TO reader; ' +
        "GRANT SELECT ON public.plays TO reader; GRANT USAGE ON SCHEMA public TO reader;",
    );
    await expectUntouched(job);
  });

  it("B09 names the role that the writer lacks", async () => {
    const job = jobOf();
    site.store.as([]);
    const other = job.onAnotherHost();
    const { code, message } = await other.run("backup");
    expect(code).toBe(13);
    expect(message).toMatch(
      /^this identity may not do that to gs:\/\/acme-backups\/daily\/dev\/music\/locks\/\d+\.lock; grant it roles\/storage\.objectCreator \(/,
    );
    await expectUntouched(other);
    site.store.as(WRITER);
  });

  it("B10 refuses a pg_dump that is older than the server", async () => {
    const job = jobOf();
    job.fake(
      "pg_dump",
      '[[ $1 == --version ]] && echo "pg_dump (PostgreSQL) 14.11 (Debian)" || exit 9',
    );
    const { code, message } = await job.run("backup");
    expect([code, message]).toEqual([
      20,
      expect.stringMatching(
        /^pg_dump is 14\.11 and the server 15\.\d+; install postgresql-client-15$/,
      ),
    ]);
    await expectUntouched(job);
  });

  it("B15 shows a password to no process list, environment or log", async () => {
    const job = site.job("secret");
    site.postgres.sql(
      "secret",
      "create role keeper login password 'Canary-7f3a' in role pg_read_all_data",
    );
    job.options["db-user"] = "keeper";
    const canary = job.file("canary", "Canary-7f3a\n");
    const seen = join(job.folder, "seen");
    job.options["pgpass"] = job.file("pgpass", "127.0.0.1:*:*:keeper:Canary-7f3a\n", 0o644);
    expect((await job.run("backup")).message).toBe(
      `--pgpass ${job.options["pgpass"]} must be a file with mode 600; chmod 600 it`,
    );
    job.options["pgpass"] = job.file("pgpass", "127.0.0.1:*:*:keeper:Canary-7f3a\n", 0o600);
    job.fake(
      "pg_dump",
      except(
        `grep -laf ${canary} /proc/[0-9]*/{cmdline,environ} >${seen} 2>/dev/null\nexec "$REAL" "$@"`,
      ),
    );
    const { code, stdout, stderr } = await job.run("backup");
    expect(code).toBe(0);
    expect(existsSync(seen) && readFileSync(seen, "utf8")).toBe("");
    expect(stdout + stderr).not.toContain("Canary");
  });

  it("B16 asks a container for no terminal, which would change the bytes of a dump", async () => {
    const job = site.job("boxed");
    const { port } = site.postgres;
    job.fake(
      "docker",
      `[[ $1 == exec ]] && shift
tty=""
while [[ $1 == -* ]]; do [[ $1 == --tty || $1 =~ ^-[a-z]*t ]] && tty=yes; shift; done
shift
export PGHOST=127.0.0.1 PGPORT=${port} PGUSER=postgres
if [[ -n $tty ]]; then exec script -qec "$*" /dev/null; else exec "$@"; fi`,
    );
    for (const name of ["db-host", "db-port", "db-user"]) delete job.options[name];
    job.options["container"] = "db";
    expect((await job.run("backup")).code).toBe(0);
    expect((await job.run("verify", "--no-drill")).code).toBe(0);
    const dump = (...flags: string[]) =>
      execFileSync(join(job.folder, "bin/docker"), [
        "exec",
        ...flags,
        "db",
        "pg_dump",
        "-Fc",
        "boxed",
      ]);
    expect(dump("-i").includes("\r\n")).toBe(false);
    expect(dump("-it").includes("\r\n")).toBe(true);
  });
});

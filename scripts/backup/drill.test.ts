import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fakeDocker } from "./testing/docker.ts";
import { type Job, LOADED, RESTORER, useSite, withoutParts } from "./testing/index.ts";

describe.skipIf(withoutParts)("drill.sh", { timeout: LOADED }, () => {
  const site = useSite();
  let job: Job;
  let id: string;

  beforeAll(async () => {
    job = site.job("music");
    site.postgres.sql(
      "music",
      "create role singer; create role band; grant band to singer; alter table plays owner to singer",
    );
    id = (await job.run("backup")).stdout.trim();
  }, LOADED);

  it("B18 restores roles, owners, extensions and rows into a throw-away server", async () => {
    site.store.as(RESTORER);
    const checks = job.file(
      "checks.sql",
      "-- one that must be there, and a young one\nselect count(*) = 1 from artists where name = 'artist 7'\n" +
        "select max(at) > now() - interval '26 hours' from plays\n" +
        "select pg_get_userbyid(relowner) = 'singer' from pg_class where relname = 'plays'\n" +
        // In its own name: the first user of the server that was dumped is not that of this one.
        "select grantor::regrole::text = current_user from pg_auth_members where roleid = 'band'::regrole\n",
    );
    const { code, stdout } = await job.run("drill", "--checks", checks);
    expect([code, stdout.trim()]).toEqual([0, id]);
    expect(job.remembered("drill.json")).toMatchObject({
      good: true,
      backup: id,
      tables: 3,
      rows: 2500,
      server: expect.stringMatching(/^15\./),
      seconds: {
        fetch: expect.any(Number),
        restore: expect.any(Number),
        checks: expect.any(Number),
      },
    });
    expect(job.remembered(`verified/${id}.json`)).toMatchObject({ by: "drill" });
    expect((await job.run("verify", "--freshness")).code).toBe(0);
    expect(job.leftovers()).toBe(false);
  });

  it("B18 compares the hash of each table's rows where the backup has one", async () => {
    job.options["hashes"] = "yes";
    const hashed = (await job.run("backup")).stdout.trim();
    expect((await job.run("drill")).stdout.trim()).toBe(hashed);
    const names = await site.store.names("daily/dev/music/");
    const manifest = names.find((name) => name.endsWith(`${hashed}.manifest.json`))!;
    const told = JSON.parse((await site.store.read(manifest)).toString());
    expect(told.tables["public.plays"].hash).toMatch(/^-?\d+$/);
    told.tables["public.plays"].hash = "7";
    await site.store.write(manifest, JSON.stringify(told));
    const { code, message } = await job.run("drill");
    await Promise.all(
      names.filter((name) => name.includes(hashed)).map((name) => site.store.remove(name)),
    );
    expect([code, message]).toEqual([
      18,
      `the restored ${hashed} differs from its manifest: public.plays has other rows`,
    ]);
  });

  it("keeps the last good drill when a check says no", async () => {
    const checks = job.file("no.sql", "select count(*) > 9000 from plays\n");
    const { code, message } = await job.run("drill", "--checks", checks);
    expect([code, message]).toEqual([
      18,
      `${id} restores, but "select count(*) > 9000 from plays" says "f" instead of t`,
    ]);
    expect(job.remembered("drill.json")).toMatchObject({ good: false, code: 18, message });
    expect(job.remembered("drill-good.json")).toMatchObject({ good: true });
  });

  it("says what to install where the major version is not there", async () => {
    const { code, message } = await job.run("drill", "--programs", "/nowhere");
    expect([code, message]).toEqual([
      20,
      "there is no PostgreSQL 15 in /nowhere: install postgresql-15, name its folder with --programs, or an image with --image",
    ]);
  });

  it("keeps its socket below TMPDIR, and says when that is too long for one", async () => {
    const far = join(job.folder, "a".repeat(70));
    const there = job.again();
    there.set("TMPDIR", far);
    const { code, message } = await there.run("drill");
    expect([code, message]).toEqual([
      20,
      `TMPDIR is ${far}, too long for a socket below it: name a folder of at most 70 bytes, such as /tmp`,
    ]);
  });

  it("stops the server that a killed drill left, at the next one", async () => {
    const suicide = job.file("kill.sql", `\\! kill -9 $(cat ${job.folder}/work/run.*/pid)\n`);
    const killed = await job.run("drill", "--checks", suicide);
    expect(killed.code).toBe(null);
    const servers = () =>
      execFileSync("pgrep", ["-cf", `${job.folder}/work/run`], { encoding: "utf8" }).trim();
    expect(Number(servers())).toBeGreaterThan(0);
    const [socket] = readdirSync(`${job.folder}/work`).map((run) =>
      readFileSync(`${job.folder}/work/${run}/socket`, "utf8"),
    );
    expect((await job.run("drill")).code).toBe(0);
    expect(socket).toMatch(new RegExp(`^${tmpdir()}/drill\\.`));
    expect([job.leftovers(), existsSync(socket!)]).toEqual([false, false]);
  });

  it("takes an image where the host has no server, and removes its container", async () => {
    const box = fakeDocker(job, "postgres:15");
    const { code, stdout } = await job.run("drill", "--image", "postgres:15");
    expect([code, stdout.trim()]).toEqual([0, id]);
    expect(existsSync(box)).toBe(false);
  });
});

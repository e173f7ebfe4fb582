import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { findPart, missing } from "../parts/parts.ts";
import { type Job, LOADED, RESTORER, useSite, withoutParts } from "./testing/index.ts";

const HOUR = 3600;

describe.skipIf(withoutParts)("verify.sh", { timeout: LOADED }, () => {
  const site = useSite();
  let job: Job;
  let id: string;

  beforeAll(async () => {
    job = site.job("music");
    id = (await job.run("backup")).stdout.trim();
    job.fake("date", '[[ -n $NOW && "$*" == "-u +%s" ]] && echo "$NOW" || exec /usr/bin/date "$@"');
  }, LOADED);

  const later = (seconds: number) =>
    job.set("NOW", String(Math.floor(Date.now() / 1000) + seconds));

  it("reads all of the newest backup with the restorer's rights and remembers that it did", async () => {
    site.store.as(RESTORER);
    const { code, stdout } = await job.run("verify", "--no-drill");
    expect([code, stdout.trim()]).toEqual([0, id]);
    expect(job.remembered(`verified/${id}.json`)).toMatchObject({ id, by: "verify" });
  });

  it("finds a row that is missing from a dump which is otherwise sound", async () => {
    const names = await site.store.names("daily/dev/music/");
    const manifest = names.find((name) => name.endsWith(".json"))!;
    const kept = await site.store.read(manifest);
    const told = JSON.parse(kept.toString());
    told.tables["public.plays"].rows = 2001;
    await site.store.write(manifest, JSON.stringify(told));
    const { code, message } = await job.run("verify", "--no-drill");
    await site.store.write(manifest, kept);
    expect([code, message]).toEqual([
      12,
      `${id} differs from its manifest: public.plays has 2000 rows instead of 2001`,
    ]);
  });

  it("B14 rings when the newest backup is older than allowed, and not before", async () => {
    later(25 * HOUR);
    expect((await job.run("verify", "--freshness", "--no-drill")).code).toBe(0);
    later(27 * HOUR);
    const { code, message } = await job.run("verify", "--freshness", "--no-drill");
    expect([code, message]).toEqual([
      15,
      "the newest whole backup is 27 hours old and 26 are allowed; look at the timer and the log of backup.sh",
    ]);
    later(-5 * HOUR);
    const early = await job.run("verify", "--freshness", "--no-drill");
    expect(early.code).toBe(15);
    expect(early.message).toMatch(
      /^the newest backup was finished in \d hours by its own clock; set the clocks/,
    );
    job.set("NOW", "");
  });

  it("B14 rings where there never was a backup, and when the last good drill is old", async () => {
    const none = job.onAnotherHost({ environment: "empty" });
    const empty = await none.run("verify");
    expect(empty.code).toBe(15);
    expect(empty.message).toBe(
      "no whole backup of empty/music is in gs://acme-backups; run backup.sh, and look why its timer did not",
    );
    const finished = new Date(Date.now() - 9 * 24 * HOUR * 1000).toISOString();
    writeFileSync(join(job.state, "drill-good.json"), JSON.stringify({ finished }));
    const old = await job.run("verify", "--freshness");
    expect([old.code, old.message]).toEqual([
      15,
      "the last good drill is 9 days old and 8 are allowed: run drill.sh and look at its timer",
    ]);
  });

  it("names the right that a reader lacks", async () => {
    site.store.as(["create"]);
    const { code, message } = await job.run("verify", "--no-drill");
    expect(code).toBe(20);
    expect(message).toMatch(/grant it roles\/storage\.objectViewer \(/);
  });

  it.skipIf(missing("age"))("B12 ends with 14 when the key is lost or another one", async () => {
    const sealed = site.job("sealed");
    const keygen = findPart("age-keygen")!;
    const [key, other] = ["key", "other"].map((name) =>
      sealed.file(name, execFileSync(keygen, { stdio: ["ignore", "pipe", "ignore"] }).toString()),
    ) as [string, string];
    const recipient = execFileSync(keygen, ["-y", key]).toString().trim();
    sealed.options["recipients"] = sealed.file("recipients", `${recipient}\n`);
    await sealed.run("backup");
    const lost = await sealed.run("verify", "--no-drill");
    expect([lost.code, lost.message]).toEqual([
      14,
      "the backup is encrypted; name the file of a private key with --identity",
    ]);
    const wrong = await sealed.run("verify", "--no-drill", "--identity", other);
    expect(wrong.code).toBe(14);
    expect(wrong.message).toBe(
      `the key in ${other} does not open the backup: age: error: no identity matched any of the recipients; ` +
        `it was encrypted to ${recipient}`,
    );
    expect((await sealed.run("verify", "--no-drill", "--identity", key)).code).toBe(0);
  });
});

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { findPart, missing } from "../parts/parts.ts";
import { LOADED, useSite, withoutParts } from "./testing/index.ts";

describe.skipIf(withoutParts)("backup.sh", { timeout: LOADED }, () => {
  const site = useSite();

  it("adds dump, roles and, last of all, a manifest with the rows of each table", async () => {
    const job = site.job("first");
    site.store.asWriter();
    const { code, stdout } = await job.run("backup");
    const id = stdout.trim();
    const base = `daily/dev/first/${id.slice(0, 4)}/${id.slice(4, 6)}/${id.slice(6, 8)}/${id}`;
    expect(code).toBe(0);
    expect(await site.store.names("daily/dev/first/")).toEqual([
      `${base}.dump`,
      `${base}.globals.sql`,
      `${base}.manifest.json`,
    ]);
    const uploads = site.store.proxy.requests.filter((each) => each.startsWith("POST"));
    expect(uploads.length).toBeGreaterThanOrEqual(5);
    const manifest = JSON.parse((await site.store.read(`${base}.manifest.json`)).toString());
    expect(manifest).toMatchObject({
      schema: 1,
      environment: "dev",
      stage: "dev",
      database: "first",
      suspect: null,
      encryptedTo: [],
      identity: { owner: "app", encoding: "UTF8" },
      tables: {
        "public.artists": { rows: 500 },
        "public.plays": { rows: 2000 },
        'public."odd "" (name"': { rows: 0 },
      },
    });
  });

  it(
    "publishes a week's and a month's copy once in their time",
    async () => {
      const job = site.job("tiers", { tiers: "daily=daily/,weekly=weekly/,monthly=monthly/" });
      site.store.asWriter();
      job.fake("date", '[[ "$*" == "-u +%s" ]] && echo "$NOW" || exec /usr/bin/date "$@"');
      const copies: string[][] = [];
      for (const day of ["2026-11-21", "2026-11-22", "2026-12-01"]) {
        job.set("NOW", String(Date.parse(`${day}T02:00:00Z`) / 1000));
        expect((await job.run("backup")).code).toBe(0);
        const names = (await site.store.names()).filter((name) => name.includes("/tiers/"));
        const stamp = day.replaceAll("-", "");
        copies.push(names.filter((name) => name.includes(`/${stamp}T`) && name.endsWith(".dump")));
      }
      expect(copies.map((names) => names.map((name) => name.split("/")[0]))).toEqual([
        ["daily", "monthly", "weekly"],
        ["daily"],
        ["daily", "monthly", "weekly"],
      ]);
    },
    LOADED,
  );

  it("checks everything and writes nothing in a dry run", async () => {
    const job = site.job("dry");
    const run = await job.run("backup", "--dry-run");
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('"outcome":"planned"');
    expect(await site.store.names("daily/dev/dry/")).toEqual([]);
    expect(job.leftovers()).toBe(false);
  });

  it("keeps a backup of an odd size, says so in its manifest and ends with 16", async () => {
    const job = site.job("odd");
    await job.run("backup");
    site.postgres.sql("odd", "truncate plays; delete from artists");
    const { code, message } = await job.run("backup");
    expect(code).toBe(16);
    expect(message).toMatch(
      /^\d+T\d+Z-odd is there, but \S+ is more than 50 % from the median of the last backups \(\S+\); look whether data is missing before an older backup is let go$/,
    );
    const list = JSON.parse((await job.run("list", "--json")).stdout);
    expect(list.at(-1).manifest.suspect).toContain("more than 50 %");
  });

  it("refuses a database without a table unless that is meant", async () => {
    const job = site.job("bare");
    site.postgres.sql("bare", 'drop table plays, artists; drop table "odd "" (name"');
    const { code, message } = await job.run("backup");
    expect([code, message]).toEqual([12, "bare has no table; pass --allow-empty if that is meant"]);
    expect((await job.run("backup", "--allow-empty")).code).toBe(0);
  });

  it.skipIf(missing("age"))("encrypts to public keys and refuses a private one", async () => {
    const job = site.job("sealed");
    const key = job.file(
      "key.txt",
      execFileSync(findPart("age-keygen")!, { stdio: ["ignore", "pipe", "ignore"] }).toString(),
    );
    job.options["recipients"] = key;
    const refused = await job.run("backup");
    expect([refused.code, refused.message]).toEqual([
      20,
      `${key} holds a private key; keep it off this host and write the public key (age1...) instead`,
    ]);
    const recipient = execFileSync(findPart("age-keygen")!, ["-y", key]).toString();
    job.options["recipients"] = job.file("recipients.txt", recipient);
    expect((await job.run("backup")).code).toBe(0);
    const [dump] = await site.store.names("daily/dev/sealed/");
    expect((await site.store.read(dump!)).toString("latin1")).toMatch(/^age-encryption.org/);
    const opened = await job.run("verify", "--no-drill", "--identity", key);
    expect(opened.code).toBe(0);
  });

  it("tells a health check of start and end, and shows its address to nobody", async () => {
    const heard: string[] = [];
    const check = createServer((asked, answer) => {
      heard.push(String(asked.url));
      answer.end();
    });
    await new Promise<void>((done) => check.listen(0, "127.0.0.1", done));
    const { port } = check.address() as AddressInfo;
    const job = site.job("heard");
    job.options["ping-file"] = job.file("ping", `http://127.0.0.1:${port}/secret-7f3a\n`);
    const good = await job.run("backup");
    site.store.as([]);
    const bad = await job.run("backup");
    check.close();
    expect([good.code, bad.code]).toEqual([0, 13]);
    expect(heard).toEqual(["/start", "", "/start", "/fail"].map((end) => `/secret-7f3a${end}`));
    expect(good.stderr + bad.stderr).not.toContain("secret-7f3a");
  });

  it("tells everything that is wrong with its options at once", async () => {
    const job = site.job("wrong", { stage: "test", store: "ftp://x", tiers: "daily" });
    const { code, stderr } = await job.run("backup", "--colour", "now");
    expect(code).toBe(2);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^backup: --colour is unknown; known are --config --dry-run /),
      "backup: now is no option; everything is said by options here",
      "backup: --store must be gs://BUCKET or s3://BUCKET, got ftp://x",
      "backup: --stage must be dev or prod, got test",
      "backup: --tiers must be tier=prefix/, separated by commas: daily=daily/,weekly=weekly/, got daily",
      "backup: see --help",
      "",
    ]);
  });
});

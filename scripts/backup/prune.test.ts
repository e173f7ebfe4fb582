import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { type Job, LOADED, useSite, withoutParts } from "./testing/index.ts";

const DAY = 86_400;
const PIECES = fileURLToPath(new URL("pieces", import.meta.url));

interface History {
  readonly now: number;
  readonly keep: number;
  readonly least: number;
  /** Each backup: when its clock said that it was finished, and whether it was proven. */
  readonly backups: readonly { readonly finished: number; readonly proven: boolean }[];
}

const START = 1_790_000_000;

/** Clocks run, stand, and jump back and forth by up to three years. */
const histories: fc.Arbitrary<History> = fc.record({
  now: fc.integer({ min: START - 400 * DAY, max: START + 1200 * DAY }),
  keep: fc.integer({ min: 1, max: 40 }),
  least: fc.integer({ min: 1, max: 4 }),
  backups: fc.array(
    fc.record({
      finished: fc.integer({ min: -60, max: 60 }).map((days) => START + days * DAY),
      proven: fc.boolean(),
    }),
    { maxLength: 30 },
  ),
});

/** What the plan lets go of many histories, in one run of jq. */
function plans(all: readonly History[]): string[][] {
  const input = all.map(({ backups, ...rest }) => ({
    ...rest,
    verified: backups.flatMap(({ proven }, at) => (proven ? [{ id: `b${at}`, sha256: "x" }] : [])),
    backups: backups.map(({ finished }, at) => ({
      id: `b${at}`,
      whole: true,
      manifest: {
        id: `b${at}`,
        name: `b${at}.manifest.json`,
        tier: "daily",
        sequence: at + 1,
        finished: new Date(finished * 1000).toISOString().replace(".000Z", "Z"),
        objects: { dump: { name: `b${at}.dump`, sha256: "x" } },
      },
    })),
  }));
  const program =
    'include "retention"; . as $h | $h.backups | [plan($h.now; {daily: $h.keep}; $h.verified; $h.least)[].id]';
  const said = execFileSync("jq", ["-c", "-L", PIECES, program], {
    input: input.map((each) => JSON.stringify(each)).join("\n"),
    encoding: "utf8",
  });
  return said
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe.skipIf(missing("jq"))("B11 retention", () => {
  it("lets nothing go that has not enough newer proven ones, whatever the clocks say", () => {
    const sample = fc.sample(histories, { numRuns: 1000, seed: 20_261_121 });
    let gone = 0;
    plans(sample).forEach((ids, which) => {
      const { backups, least } = sample[which]!;
      for (const id of ids) {
        const at = Number(id.slice(1));
        const newer = backups.filter(({ proven }, other) => proven && other > at).length;
        expect(newer).toBeGreaterThanOrEqual(least);
        gone++;
      }
      const provenLeft = backups.filter(
        ({ proven }, at) => proven && !ids.includes(`b${at}`),
      ).length;
      const provenAll = backups.filter(({ proven }) => proven).length;
      expect(provenLeft).toBeGreaterThanOrEqual(Math.min(least, provenAll));
    });
    expect(gone).toBeGreaterThan(300);
  });

  it("ages nothing while backups fail, and nothing when the pruner's clock is years ahead", () => {
    const nightly = Array.from({ length: 10 }, (_, day) => ({
      finished: START + day * DAY,
      proven: true,
    }));
    const base = { keep: 7, least: 3, backups: nightly };
    const [inTime, weekOfFailures, yearsAhead] = plans([
      { ...base, now: START + 9 * DAY },
      { ...base, now: START + 16 * DAY },
      { ...base, now: START + 2000 * DAY },
    ]);
    expect(inTime).toEqual(["b0", "b1"]);
    expect(weekOfFailures).toEqual(["b0", "b1"]);
    expect(yearsAhead).toEqual(["b0", "b1"]);
  });

  it("lets nothing go of an empty list, without a proof, or without a number of days", () => {
    const old = [
      { finished: START, proven: false },
      { finished: START + 90 * DAY, proven: false },
    ];
    expect(
      plans([
        { now: START, keep: 1, least: 1, backups: [] },
        { now: START + 99 * DAY, keep: 1, least: 1, backups: old },
        {
          now: START + 99 * DAY,
          keep: 0,
          least: 1,
          backups: old.map((each) => ({ ...each, proven: true })),
        },
      ]),
    ).toEqual([[], [], []]);
  });
});

describe.skipIf(withoutParts)("prune.sh", { timeout: LOADED }, () => {
  const site = useSite();

  async function withOldBackups(database: string): Promise<[Job, string[]]> {
    const job = site.job(database);
    job.fake("date", '[[ "$*" == "-u +%s" ]] && echo "$NOW" || exec /usr/bin/date "$@"');
    const ids: string[] = [];
    for (const day of [0, 20]) {
      job.set("NOW", String(START + day * DAY));
      ids.push((await job.run("backup")).stdout.trim());
    }
    return [job, ids];
  }

  it(
    "removes an old backup once newer ones were read, its manifest first",
    async () => {
      const [job, ids] = await withOldBackups("old");
      const prune = ["--keep-days", "daily=7", "--keep-proven", "1", "--yes"];
      const unproven = await job.run("prune", ...prune);
      expect([unproven.code, unproven.stdout]).toEqual([0, ""]);
      for (const id of ids.slice(1)) await job.run("verify", "--backup", id, "--no-drill");
      const dry = await job.run("prune", ...prune, "--dry-run");
      expect(dry.stdout.trim()).toBe(ids[0]);
      expect((await site.store.names("daily/dev/old/")).length).toBe(6);
      site.store.as(["get", "list"]);
      const denied = await job.run("prune", ...prune);
      expect(denied.code).toBe(20);
      expect(denied.message).toMatch(/; grant it roles\/storage\.objectAdmin until today's end \(/);
      site.store.heal();
      expect((await job.run("prune", ...prune)).code).toBe(0);
      const left = await site.store.names("daily/dev/old/");
      expect(left.filter((name) => name.includes(ids[0]!))).toEqual([]);
      expect(left.length).toBe(3);
      const deletes = site.store.proxy.requests.filter((each) => each.startsWith("DELETE"));
      expect(deletes.map((each) => /\.[a-z.]+$/.exec(each)?.[0]).slice(-3)).toEqual([
        ".manifest.json",
        ".dump",
        ".globals.sql",
      ]);
    },
    LOADED,
  );

  it("refuses to keep nothing, and prod without saying so", async () => {
    const job = site.job("nothing", { environment: "prod", stage: "prod" });
    const { code, stderr } = await job.run("prune", "--keep-days", "daily=0", "--keep-proven", "0");
    expect(code).toBe(2);
    expect(stderr.split("\n").slice(0, 3)).toEqual([
      "prune: --keep-days must be tier=days, at least 1, separated by commas, got daily=0",
      "prune: --keep-proven must be a whole number, at least 1, got 0",
      "prune: pruning of prod/nothing is prod: say so with --target-stage prod",
    ]);
  });
});

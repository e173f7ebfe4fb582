import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { refusal } from "../../../modules/core/testing/synth.ts";
import { outcomeOf } from "../../stepwise/outcome.ts";
import { advanced } from "../../stepwise/progress.ts";
import { churnProblem } from "./churn.ts";
import { firstDecisions } from "./decisions.ts";
import { MoveFolder } from "./folder.ts";

const root = mkdtempSync(join(tmpdir(), "dns-folder-"));
afterAll(() => rmSync(root, { recursive: true }));

describe("a move's folder", () => {
  const folder = new MoveFolder(root, "a.test");
  const now = new Date("2026-03-01T12:00:00Z");

  it("tells everything that is wrong with what people decided", () => {
    const decisions = {
      ...firstDecisions({ zone: "b.test", hostedZoneId: "z", plan: "pro" }),
      ...{ plan: "gold", resolver: [], resolvers: ["dns.test"], proxied: ["www.b.test"] },
      sets: { "A www.a.test": { drop: true, use: "x", reason: "short" } },
      differences: { "www.a.test": "It is meant to be so" },
      servers: { old: ["192.0.2.1:99999"] },
    };
    writeFileSync(folder.path("move.json"), JSON.stringify(decisions));
    expect(refusal(() => folder.decisions).split("\n")).toEqual([
      "move.json: resolver must be one of zone, hostedZoneId, plan, recordsFile, recordLimit, resolvers, servers, sets, differences, proxied",
      'move.json: zone must be a.test, whose folder this is, got "b.test"',
      'move.json: hostedZoneId must be the id of a Route 53 zone: Z..., got "z"',
      'move.json: plan must be one of free, pro, business, enterprise, got "gold"',
      'move.json: resolvers must hold addresses: 192.0.2.1 or 192.0.2.1:53, got "dns.test"',
      'move.json: old must hold addresses: 192.0.2.1 or 192.0.2.1:53, got "192.0.2.1:99999"',
      'move.json: sets.A www.a.test must have one of drop, use, values, got "drop, use"',
      'move.json: sets.A www.a.test.reason must say why in 10 to 200 characters, got "short"',
      'move.json: differences must have keys of type and name: "MX a.test", got "www.a.test"',
      'move.json: proxied must hold names of a.test, got "www.b.test"',
    ]);
  });

  it("survives with all that was found, and leaves no draft behind", () => {
    const outcome = outcomeOf("export", now, { said: "3 record sets were read" });
    folder.saveProgress(advanced(folder.progress, outcome, { place: "to-new" }));
    const again = new MoveFolder(root, "a.test").progress;
    expect(again).toMatchObject({ revision: 1, place: "to-new", steps: { export: outcome } });
    expect(readdirSync(root).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it("refuses who has read it before somebody else wrote", () => {
    const { progress } = folder;
    folder.saveProgress(progress);
    expect(refusal(() => folder.saveProgress(progress))).toBe(
      `the progress of a.test was not written:\n  - somebody else has gone on with ${folder.path("progress.json")} in the meantime\nlook at it with infra dns status, then run the same command again`,
    );
  });

  it("keeps what was written before when a write fails half-way", () => {
    const before = folder.text("progress.json");
    // Where the draft would be written, something is in the way.
    mkdirSync(folder.path("progress.json.new"));
    expect(() => folder.saveProgress(folder.progress)).toThrow(/EISDIR/);
    expect(folder.text("progress.json")).toBe(before);
    rmSync(folder.path("progress.json.new"), { recursive: true });
  });

  it("says where a file that is cut off comes from", () => {
    writeFileSync(folder.path("export.json"), '{"sets": [');
    expect(refusal(() => folder.exported)).toMatch(
      /export\.json cannot be read:\n {2}- .+\ntake it back from version control; it is never written by hand$/,
    );
  });
});

describe("a list that is replaced", () => {
  const list = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

  it("is refused when it is empty, or nearly another", () => {
    expect(churnProblem("record sets", list(10), [])).toBe(
      "10 of 10 record sets (100 %) would go or change, and 30 % is the most that is believed: look at the difference, and say --accept-change if it is meant",
    );
  });

  it("may lose three of ten, never four, from ten entries on", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 300 }),
        fc.nat(300),
        fc.nat(50),
        (before, kept, more) => {
          const after = [
            ...list(before).slice(0, kept),
            ...list(more).map((each) => `new-${each}`),
          ];
          const gone = Math.max(0, before - kept);
          expect(churnProblem("x", list(before), after) === undefined).toBe(gone <= before * 0.3);
        },
      ),
    );
    expect(churnProblem("record sets", list(9), [])).toBeUndefined();
  });
});

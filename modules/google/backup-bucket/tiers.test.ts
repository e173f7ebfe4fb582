import { PropsError } from "@groundplan/core/problems";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lifecycleRules } from "./lifecycle.ts";
import { type BackupTiers, tierProblems } from "./tiers.ts";

const DAILY = { everyHours: 24, keepDays: 35 };

function say(tiers: BackupTiers): string {
  return new PropsError(
    "x",
    tierProblems(tiers).filter((finding) => !!finding),
  ).message;
}

/** Days after which the live object of this name is deleted: the youngest rule that matches. */
function deletedAfter(tiers: BackupTiers, name: string): number {
  const ages = lifecycleRules(tiers, undefined)
    .filter(({ action }) => action.type === "Delete")
    .filter(({ condition }) => condition.matchesPrefix?.some((p) => name.startsWith(p)) ?? true)
    .map(({ condition }) => condition.age!);
  return Math.min(...ages);
}

describe("lifecycleRules", () => {
  it("drops parts of broken uploads after a day, before anything else", () => {
    expect(lifecycleRules({ daily: DAILY }, undefined)[0]).toEqual({
      action: { type: "AbortIncompleteMultipartUpload" },
      condition: { age: 1 },
    });
  });

  it("deletes each tier at its own age, and what lies outside with the longest", () => {
    const tiers = { daily: DAILY, monthly: { everyHours: 744, keepDays: 400 } };
    expect(deletedAfter(tiers, "daily/app/1.dump")).toBe(35);
    expect(deletedAfter(tiers, "monthly/app/1.dump")).toBe(400);
    expect(deletedAfter(tiers, "stray.dump")).toBe(400);
  });

  it("moves a tier to colder classes at the ages given", () => {
    const weekly = {
      everyHours: 168,
      keepDays: 180,
      moveAfterDays: { nearline: 30, coldline: 90 },
    };
    const moves = lifecycleRules({ weekly }, undefined).filter(
      ({ action }) => action.type === "SetStorageClass",
    );
    expect(moves.map(({ action, condition }) => [action.storageClass, condition.age])).toEqual([
      ["NEARLINE", 30],
      ["COLDLINE", 90],
    ]);
  });

  it("deletes old versions where there are any, so that they do not pile up", () => {
    expect(lifecycleRules({ daily: DAILY }, 30).at(-1)).toEqual({
      action: { type: "Delete" },
      condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" },
    });
    expect(JSON.stringify(lifecycleRules({ daily: DAILY }, undefined))).not.toContain("Noncurrent");
  });

  it("never writes an age of zero, which the provider drops without a word", () => {
    const days = fc.integer({ min: 3, max: 400 });
    const tiers = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      days.map((keepDays) => ({ everyHours: 24, keepDays })),
      { minKeys: 1, maxKeys: 5 },
    );
    fc.assert(
      fc.property(tiers, (drawn) => {
        const ages = lifecycleRules(drawn, 1).map(
          ({ condition: { age, daysSinceNoncurrentTime } }) =>
            Number(age ?? daysSinceNoncurrentTime),
        );
        expect(Math.min(...ages)).toBeGreaterThan(0);
      }),
    );
  });

  it("deletes no dump before its own tier says so, whatever the other tiers are", () => {
    const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 5 });
    const tiers = keys.map((names) =>
      Object.fromEntries(names.map((key, i) => [key, { everyHours: 24, keepDays: 10 + i * 30 }])),
    );
    fc.assert(
      fc.property(tiers, (drawn) => {
        for (const [key, { keepDays }] of Object.entries(drawn)) {
          expect(deletedAfter(drawn, `${key}/x.dump`)).toBe(keepDays);
        }
      }),
    );
  });
});

describe("tierProblems", () => {
  it("finds none in tiers that fit together", () => {
    expect(say({ daily: DAILY, weekly: { everyHours: 168, keepDays: 180 } })).toBe("");
  });

  it("refuses to have no tier at all", () => {
    expect(say({})).toBe("x: tiers must name at least one tier");
  });

  it("refuses an age of zero and less than two intervals", () => {
    expect(say({ daily: { everyHours: 24, keepDays: 0 } })).toBe(
      [
        "x: tiers.daily.keepDays must be at least 1, got 0",
        "x: tiers.daily.keepDays must be longer than two of its intervals (48 hours), got 0; or one failed run leaves a single dump",
      ].join("\n"),
    );
  });

  it("refuses a prefix whose rule would delete another tier's dumps", () => {
    const weekly = { everyHours: 168, keepDays: 180, prefix: "daily/weekly/" };
    expect(say({ daily: DAILY, weekly })).toBe(
      'x: tiers.daily.prefix must not begin the prefix of weekly, whose dumps it would delete, got "daily/"',
    );
  });

  it("refuses a prefix without a slash, which begins other names too", () => {
    expect(say({ daily: { ...DAILY, prefix: "daily" } })).toBe(
      'x: tiers.daily.prefix must be lower-case letters, digits and / _ -, and end in a slash, got "daily"',
    );
  });

  it("refuses a move to a class that charges for longer than the dump is kept", () => {
    expect(say({ daily: { ...DAILY, moveAfterDays: { nearline: 30 } } })).toBe(
      "x: tiers.daily.moveAfterDays.nearline must leave 30 days before keepDays (35), which nearline charges in any case, got 30",
    );
  });

  it("refuses a colder class before a warmer one", () => {
    const moveAfterDays = { nearline: 60, coldline: 30 };
    expect(say({ weekly: { everyHours: 168, keepDays: 400, moveAfterDays } })).toBe(
      "x: tiers.weekly.moveAfterDays.coldline must come after nearline, got 30",
    );
  });
});

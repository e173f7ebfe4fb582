import { describe, expect, it } from "vitest";
import type { Agreement } from "./agreement.ts";
import type { Case } from "./cases.ts";
import type { Verdict } from "./judge.ts";
import { missed, renderAgreement } from "./report.ts";
import { Tally } from "./tally.ts";

const one = (kind: Case["kind"]): Case => ({ type: "aws_a", kind, prior: undefined, config: {} });

const planned = (real: string, ours: string, values = 0): Verdict => ({
  outcome: "planned",
  action: [real, ours],
  replacePaths: [real === "replace" ? "name" : "", ours === "replace" ? "name" : ""],
  differences: Array.from({ length: values }, () => ({ path: "a", real: "1", ours: "2" })),
});

const refused = (agrees: boolean): Verdict => ({
  outcome: "refused",
  agrees,
  real: ["a: no"],
  ours: [],
});

function tallied(...verdicts: readonly (readonly [Case["kind"], Verdict])[]): Tally {
  const tally = new Tally();
  for (const [kind, verdict] of verdicts) tally.add(one(kind), verdict);
  return tally;
}

describe("counting what two providers agree on", () => {
  it("counts actions, the paths of replacements, and values apart", () => {
    const { totals, disagreements } = read(
      ["create", planned("create", "create")],
      ["change value", planned("replace", "update")],
      ["set value", planned("update", "update", 1)],
    );
    expect(totals.action).toEqual({ agreed: 2, of: 3 });
    expect(totals.replacePaths).toEqual({ agreed: 0, of: 1 });
    expect(totals.values).toEqual({ agreed: 2, of: 3 });
    expect(disagreements.map(({ kind }) => kind)).toEqual(["change value", "set value"]);
  });

  it("keeps random values apart from the known kinds of refusals", () => {
    const { totals } = read(["range", refused(true)], ["random", refused(false)]);
    expect(totals.refusals).toEqual({ agreed: 1, of: 1 });
    expect(totals.byKind["random"]).toEqual({ agreed: 0, of: 1 });
  });

  it("counts what is refused although the real provider accepts it", () => {
    const { totals } = read(
      ["random", { outcome: "refused wrongly", words: "a: no" }],
      ["random", planned("create", "create")],
    );
    expect(totals.refusedWrongly).toEqual({ agreed: 1, of: 2 });
    expect(missed(totals)).toContain("refused wrongly: 50.00 %, must be at most 0.10 %");
  });

  it("counts how many edits touch several places, and how many move blocks", () => {
    const tally = new Tally();
    const edits = [
      { places: 3, movesBlocks: false },
      { places: 1, movesBlocks: true },
      { places: 1, movesBlocks: false },
    ];
    for (const touches of edits)
      tally.add({ ...one("several"), touches }, planned("no-op", "no-op"));
    tally.add(one("create"), planned("create", "create"));
    const totals = tally.totals();
    expect(totals.drawn).toEqual({
      several: { agreed: 1, of: 3 },
      movesBlocks: { agreed: 1, of: 3 },
    });
    expect(missed(totals).filter((words) => words.startsWith("edits"))).toEqual([]);
  });

  it("says when too few of the drawn edits move blocks", () => {
    const tally = new Tally();
    const touches = { places: 2, movesBlocks: false };
    tally.add({ ...one("several"), touches }, planned("no-op", "no-op"));
    expect(missed(tally.totals())).toContain(
      "edits that move blocks: 0.00 %, must be at least 10.00 %",
    );
  });

  it("leaves out what cannot be compared, and says how much that was", () => {
    const { totals } = read(["create", { outcome: "not comparable", why: "late" }]);
    expect(totals).toMatchObject({ types: 0, changes: 0, notComparable: 1 });
  });

  it("tells seed, counts and the types that disagree", () => {
    const tally = tallied(["create", planned("create", "create", 1)]);
    const groups = [
      { name: "random", totals: tally.totals(), disagreements: tally.disagreements },
    ] as const;
    const agreement: Agreement = {
      provider: { name: "aws", version: "1.0.0" },
      ...{ seed: "7", seconds: 3, groups },
    };
    const lines = renderAgreement(agreement).split("\n");
    expect(lines[0]).toBe("aws 1.0.0 against its rehearsal, seed 7, 3 s");
    expect(lines[2]).toMatch(/^random: 1 changes over 1 types, 0 not comparable/);
    expect(lines).toContain("disagreements: aws_a 1");
  });
});

function read(...verdicts: readonly (readonly [Case["kind"], Verdict])[]) {
  const tally = tallied(...verdicts);
  return { totals: tally.totals(), disagreements: tally.disagreements };
}

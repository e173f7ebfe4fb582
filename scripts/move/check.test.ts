import { expect, it } from "vitest";
import { MoveRefused } from "../stepwise/refused.ts";
import { checkBoth, pointsFound } from "./check.ts";

const refuses = async (side: string): Promise<string> => {
  throw new MoveRefused(`${side}: no answer`, ["it is off"], "switch it on");
};

it("judges what both sides say, or tells each that does not answer", async () => {
  const check = (source: Promise<string>, target: Promise<string>) =>
    checkBoth([source, target], async (from, to) => ({ said: `${from}, then ${to}` }));
  const answers = async (word: string) => word;
  expect(await check(answers("old"), answers("new"))).toEqual({ said: "old, then new" });
  const silent = (side: string) => `${side}: no answer: it is off; switch it on`;
  expect(await check(answers("old"), refuses("target"))).toEqual({
    said: "not both sides answer",
    problems: [silent("target")],
  });
  expect((await check(refuses("source"), refuses("target"))).problems).toEqual(
    ["source", "target"].map(silent),
  );
  const broken = Promise.reject(new TypeError("a mistake of ours"));
  await expect(check(answers("old"), broken)).rejects.toThrow("a mistake of ours");
});

it("names the point of each problem, and says of every point whether it holds", () => {
  const judged = [
    ["room", [false, "too little: make more", "too low: raise it"]],
    ["rights", [false]],
    ["versions", []],
  ] as const;
  expect(pointsFound(judged)).toEqual({
    problems: ["room: too little: make more", "room: too low: raise it"],
    facts: [
      ["room", "does not"],
      ["rights", "holds"],
      ["versions", "holds"],
    ],
  });
});

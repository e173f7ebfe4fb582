import { describe, expect, it } from "vitest";
import { changeOf, planOf } from "../testing/handmade.ts";
import { readPlan } from "./read-plan.ts";

const PLAN = planOf([changeOf("x.y", { actions: ["create"], after: { a: 1 } })]);
const TEXT = JSON.stringify(PLAN);

describe("reading a plan", () => {
  it("takes format 1 of any minor version, with fields that it does not know", () => {
    const newer = { ...PLAN, format_version: "1.99", something_new: [1] };
    expect(readPlan(JSON.stringify(newer), "plan.json")).toEqual(newer);
  });

  it("skips what a wrapper printed before the document", () => {
    expect(readPlan(`[command]/usr/bin/terraform show\n${TEXT}\n`, "plan.json")).toEqual(PLAN);
  });

  it("keeps every digit of a great number", () => {
    const text = TEXT.replace('"a":1', '"a":12345678901234567890');
    const [change] = readPlan(text, "plan.json").resource_changes!;
    expect(change!.change.after).toEqual({ a: 12345678901234567890n });
  });

  it("keeps them wherever the number stands", () => {
    for (let shift = 0; shift < 16; shift++) {
      const text = TEXT.replace('"a":1', `${" ".repeat(shift)}"a":9007199254740993`);
      const [change] = readPlan(text, "plan.json").resource_changes!;
      expect(change!.change.after).toEqual({ a: 9007199254740993n });
    }
  });

  it.each<[string, string, string]>([
    ["nothing", "", 'holds no JSON; make it again with "terraform show -json <plan file>"'],
    [
      "a cut text",
      TEXT.slice(0, -9),
      'is cut off; make it again with "terraform show -json <plan file>"',
    ],
    [
      "a damaged text",
      TEXT.replace('"x.y"', '"x.y'),
      'is damaged; make it again with "terraform show -json <plan file>"',
    ],
    [
      "two documents",
      `${TEXT}\n${TEXT}`,
      'holds more than one document; make it again with "terraform show -json <plan file>"',
    ],
    [
      "a log",
      '{"@level":"info","@message":"x"}',
      'is the log of "plan -json", which has no values; give what "show -json" prints of the saved plan',
    ],
    [
      "another format",
      TEXT.replace('"1.2"', '"2.0"'),
      'has format version "2.0", this program reads 1.x; update this program',
    ],
    [
      "a state",
      '{"format_version":"1.0","values":{}}',
      'is a state, not a plan; make it again with "terraform show -json <plan file>"',
    ],
    [
      "a change without an address",
      '{"format_version":"1.2","resource_changes":[{"change":{"actions":[]}}]}',
      'resource_changes[0] has no address or no actions; make it again with "terraform show -json <plan file>"',
    ],
  ])("refuses %s, and quotes nothing of it", (_what, text, why) => {
    let said = "";
    try {
      readPlan(text, "stacks/a/plan.json");
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toBe(`stacks/a/plan.json: ${why}`);
  });
});

import { describe, expect, it } from "vitest";
import { readPlan } from "../review/plan/read-plan.ts";
import { CANARY, FIXTURES, fixturePlan } from "../review/testing/fixtures.ts";
import { HANDMADE } from "../review/testing/handmade.ts";
import { PLANS } from "../review/testing/plans.ts";
import { readRecord } from "../review/testing/recorded.ts";
import { golden, goldenText, only, originOf, rendered, stackOf } from "./testing/scene.ts";

const { config: template } = fixturePlan();
const { all, each } = readRecord("terraform");
const plan = readPlan(all, "all.json");

describe("a comment on a plan of Terraform", () => {
  it.each(Object.keys(FIXTURES))("tells of %s", async (name) => {
    const stack = stackOf(only(plan, name), { template });
    const { text } = rendered([stack], "comment", { originOf });
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(name));
  });

  it("tells of outputs and of checks, without a value", async () => {
    const { text } = rendered([stackOf({ ...plan, resource_changes: [] })]);
    expect(text).not.toMatch(/example/);
    await expect(text).toMatchFileSnapshot(golden("outputs-and-checks"));
  });

  it("tells of everything at once, what holds data first, and of no secret in the plan", async () => {
    const { text, whole } = rendered([stackOf(plan, { template })], "comment", { originOf });
    expect(whole).toBe(true);
    expect(all.split(CANARY).length).toBeGreaterThan(20);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden("everything"));
  });

  it("tells the same in a terminal and in a job summary", async () => {
    const stack = stackOf(only(plan, "policy-edit"), { template });
    const terminal = rendered([stack], "terminal", { originOf }).text;
    await expect(terminal).toMatchFileSnapshot("golden/terminal.golden.txt");
    const [comment, summary] = (["comment", "summary"] as const).map(
      (format) => rendered([stack], format, { originOf }).text,
    );
    expect(summary).toBe(comment);
  });

  it.each(Object.keys(PLANS))("tells of a plan of its own: %s", async (name) => {
    const { text } = rendered([stackOf(readPlan(each[name]!, `${name}.json`))]);
    expect(each[name]).toContain(CANARY);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(name));
  });
});

describe("a comment on a plan of OpenTofu", () => {
  const record = readRecord("opentofu");
  const tofu = readPlan(record.all, "all.json");

  /** OpenTofu does not say whether a plan can be applied and covers everything. */
  const UNSAID = ["incomplete", "refresh-only"];

  it.each(Object.keys(FIXTURES))("is that on Terraform's: %s", (name) => {
    const { text } = rendered([stackOf(only(tofu, name), { template })], "comment", { originOf });
    expect(text).toBe(goldenText(name));
  });

  it.each(Object.keys(record.each))("is that on Terraform's, where both say it: %s", (name) => {
    const { text } = rendered([stackOf(readPlan(record.each[name]!, `${name}.json`))]);
    expect(text).not.toContain(CANARY);
    expect(text === goldenText(name)).toBe(!UNSAID.includes(name));
  });
});

describe("a comment on a plan made by hand", () => {
  it.each(Object.keys(HANDMADE))("tells of %s", async (name) => {
    const { text } = rendered([stackOf(HANDMADE[name]!)]);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(`hand-${name}`));
  });
});

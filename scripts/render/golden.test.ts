import { beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import type { Origin } from "../review/stack/change.ts";
import { CANARY, FIXTURES, fixtureGround, fixturePlan } from "../review/testing/fixtures.ts";
import { HANDMADE } from "../review/testing/handmade.ts";
import { PLAN_GROUND, PLANS } from "../review/testing/plans.ts";
import { realPlans } from "../review/testing/real-plan.ts";
import { golden, rendered, stackOf } from "./testing/scene.ts";

/** Each resource of the fixtures stands for a construct of its own name. */
const originOf = (_stack: string, address: string): Origin => ({
  path: `shop/${/\.([\w-]+)/.exec(address)![1]}`,
  made: "modules/aws/shop/shop.ts:41",
  asked: "apps/shop/api.ts:12",
});

describe.skipIf(missing("terraform"))("a comment on a plan of the real Terraform", () => {
  let plan: PlanJson;
  let text: string;
  beforeAll(async () => {
    const made = await realPlans(fixtureGround(), { all: fixturePlan() });
    text = made.all;
    plan = readPlan(text, "plan.json");
  }, 120_000);

  const template = fixturePlan().config;
  const only = (name: string): PlanJson => ({
    ...plan,
    resource_changes: plan.resource_changes!.filter((each) =>
      [name, `${name}-to`].includes(each.name),
    ),
    output_changes: {},
    checks: [],
  });

  it.each(Object.keys(FIXTURES))("tells of %s", async (name) => {
    const { text } = rendered([stackOf(only(name), { template })], "comment", { originOf });
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(name));
  });

  it("tells of outputs and of checks, without a value", async () => {
    const { text } = rendered([stackOf({ ...plan, resource_changes: [] })]);
    expect(text).not.toMatch(/example/);
    await expect(text).toMatchFileSnapshot(golden("outputs-and-checks"));
  });

  it("tells of everything at once, what holds data first, and of no secret in the plan", async () => {
    const { text: shown, whole } = rendered([stackOf(plan, { template })], "comment", { originOf });
    expect(whole).toBe(true);
    expect(text.split(CANARY).length).toBeGreaterThan(20);
    expect(shown).not.toContain(CANARY);
    await expect(shown).toMatchFileSnapshot(golden("everything"));
  });

  it("tells the same in a terminal and in a job summary", async () => {
    const stack = stackOf(only("policy-edit"), { template });
    const terminal = rendered([stack], "terminal", { originOf }).text;
    await expect(terminal).toMatchFileSnapshot("golden/terminal.golden.txt");
    const [comment, summary] = (["comment", "summary"] as const).map(
      (format) => rendered([stack], format, { originOf }).text,
    );
    expect(summary).toBe(comment);
  });
});

describe.skipIf(missing("terraform"))("a comment on each of several plans of one state", () => {
  let plans: Record<string, string>;
  beforeAll(async () => {
    plans = await realPlans(PLAN_GROUND, PLANS);
  }, 120_000);

  it.each(Object.keys(PLANS))("tells of %s", async (name) => {
    const plan = readPlan(plans[name]!, `${name}.json`);
    const { text } = rendered([stackOf(plan)]);
    expect(plans[name]).toContain(CANARY);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(name));
  });
});

describe.skipIf(missing("terraform"))("a comment on 5,000 things over an empty state", () => {
  it("counts all, names what there is room for, and says what is left out", async () => {
    const things = { count: 5000, input: "${count.index}" };
    const config = { resource: { terraform_data: { many: things } } };
    const { many } = await realPlans({}, { many: { config } });
    const { text, bytes, whole } = rendered([stackOf(readPlan(many, "many.json"))]);
    expect(text).toContain("Plan: creates · 5000 create · 1 of 1 stack");
    expect(text).toContain("terraform_data.many[0]");
    expect(text).toMatch(/and 4700 more|Shortened/);
    expect(whole).toBe(true);
    expect(bytes).toBeLessThanOrEqual(60_000);
  }, 120_000);
});

describe("a comment on a plan made by hand", () => {
  it.each(Object.keys(HANDMADE))("tells of %s", async (name) => {
    const { text } = rendered([stackOf(HANDMADE[name]!)]);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(`hand-${name}`));
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import { CANARY, FIXTURES, fixtureGround, fixturePlan } from "../review/testing/fixtures.ts";
import { PLAN_GROUND, PLANS } from "../review/testing/plans.ts";
import { realPlans } from "../review/testing/real-plan.ts";
import { goldenText, only, rendered, stackOf } from "./testing/scene.ts";

/** The first line: what happens, how bad it is, how much of what. */
const heading = (text: string) => text.split("\n")[0];

describe.skipIf(missing("terraform"))("a comment on what the installed Terraform plans now", () => {
  const plans: Record<string, string> = {};
  beforeAll(async () => {
    const grounds = [
      realPlans(fixtureGround(), { all: fixturePlan() }),
      realPlans(PLAN_GROUND, PLANS),
    ];
    Object.assign(plans, ...(await Promise.all(grounds)));
  }, 180_000);

  it.each(Object.keys(FIXTURES))("comes to what the record says: %s", (name) => {
    const plan = readPlan(plans["all"]!, "all.json");
    const { text } = rendered([stackOf(only(plan, name), { template: fixturePlan().config })]);
    expect(heading(text)).toBe(heading(goldenText(name)));
    expect(text).not.toContain(CANARY);
  });

  it.each(Object.keys(PLANS))("comes to what the record of its own says: %s", (name) => {
    const { text } = rendered([stackOf(readPlan(plans[name]!, `${name}.json`))]);
    expect(heading(text)).toBe(heading(goldenText(name)));
    expect(text).not.toContain(CANARY);
  });
});

describe.skipIf(missing("terraform"))(
  "a comment on 5,000 things over an empty state",
  { tags: ["long"] },
  () => {
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
    }, 180_000);
  },
);

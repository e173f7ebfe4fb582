import { beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import type { Origin } from "../review/stack/change.ts";
import {
  CANARY,
  configurations,
  editState,
  FAILING_CHECK,
  FIXTURES,
  PLAN_ARGS,
} from "../review/testing/fixtures.ts";
import { HANDMADE } from "../review/testing/handmade.ts";
import { realPlan } from "../review/testing/real-plan.ts";
import { rendered, stackOf } from "./testing/scene.ts";

/** Every golden file is read by a person before it is committed: `vitest run -u` writes them. */
const golden = (name: string) => `golden/${name}.golden.md`;

/** Each resource of the fixtures stands for a construct of its own name. */
const originOf = (_stack: string, address: string): Origin => ({
  path: `shop/${/\.([\w-]+)/.exec(address)![1]}`,
  made: "modules/aws/shop/shop.ts:41",
  asked: "apps/shop/api.ts:12",
});

describe.skipIf(missing("terraform"))("a comment on a plan of the real Terraform", () => {
  let plan: PlanJson;
  beforeAll(async () => {
    const made = { ...configurations(), hcl: FAILING_CHECK, args: PLAN_ARGS, edit: editState };
    plan = readPlan(await realPlan(made), "plan.json");
  }, 60_000);

  const only = (name: string): PlanJson => ({
    ...plan,
    resource_changes: plan.resource_changes!.filter((each) =>
      [name, `${name}-to`].includes(each.name),
    ),
    output_changes: {},
    checks: [],
  });

  it.each(Object.keys(FIXTURES))("tells of %s", async (name) => {
    const { text } = rendered([stackOf(only(name))], "comment", { originOf });
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(name));
  });

  it("tells of outputs and of checks, without a value", async () => {
    const { text } = rendered([stackOf({ ...plan, resource_changes: [] })]);
    expect(text).not.toMatch(/example/);
    await expect(text).toMatchFileSnapshot(golden("outputs-and-checks"));
  });

  it("tells of everything at once, what holds data first", async () => {
    const { text, whole } = rendered([stackOf(plan)], "comment", { originOf });
    expect(whole).toBe(true);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden("everything"));
  });

  it("tells the same in a terminal", async () => {
    const { text } = rendered([stackOf(only("policy-edit"))], "terminal", { originOf });
    await expect(text).toMatchFileSnapshot("golden/terminal.golden.txt");
  });
});

describe("a comment on a plan made by hand", () => {
  it.each(Object.keys(HANDMADE))("tells of %s", async (name) => {
    const { text } = rendered([stackOf(HANDMADE[name]!)]);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(`hand-${name}`));
  });
});

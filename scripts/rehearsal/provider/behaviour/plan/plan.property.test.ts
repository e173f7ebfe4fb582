import { describe, expect, it } from "vitest";
import { checkProperty, PLAN_PROPERTIES } from "../../testing/plan-properties.ts";

/** One seed for every run, so that a run says of the code alone; `pnpm bench seeds` tries others. */
const seed = Number(process.env["GROUNDPLAN_SEED"] ?? 1);

describe("planning any type", () => {
  it.each(PLAN_PROPERTIES)("$title", (property) => {
    expect(() => checkProperty(property, seed)).not.toThrow();
  });
});

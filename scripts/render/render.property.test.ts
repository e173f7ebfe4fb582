// @module-tag long
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount } from "../parts/amount.ts";
import { doingOf, isDestructive } from "../review/plan/action.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { SetReview } from "../review/set/set.ts";
import { forcing } from "../review/stack/change.ts";
import { plan, SECRET_MARK } from "../review/testing/arbitrary.ts";
import { type Format, type Rendered, render } from "./render.ts";
import { expectOwnStructure } from "./testing/parse-back.ts";
import { FROM, reviewed, stackOf } from "./testing/scene.ts";

const RUNS = amount({
  all: 10_000,
  few: 1000,
  why: "each is reviewed and rendered, some of them twice",
});

/** One seed for every run, or GROUNDPLAN_SEED. */
const seed = Number(process.env["GROUNDPLAN_SEED"] ?? 1);

/** Of so many plans one is rendered twice, one is parsed back, and one stands in dev and in prod. */
const TWICE_EVERY = 20;
const PARSED_EVERY = 40;
const PAIRED_EVERY = 7;

const format = fc.constantFrom<Format>("comment", "summary", "terminal");
const budget = fc.oneof(
  fc.constant(60_000),
  fc.integer({ min: 1500, max: 60_000 }),
  fc.integer({ min: 200, max: 3000 }),
);

describe("any plan, rendered", { timeout: 900_000 }, () => {
  it("keeps its secrets and its budget, names what goes, is itself again, and is all ours", () => {
    let runs = 0;
    fc.assert(
      fc.property(plan, format, budget, (generated, format, budget) => {
        const paired = runs % PAIRED_EVERY === 0;
        const rendered = renderedWithin(generated, format, budget, paired);
        expectNoSecret(rendered.text);
        expectBudget(rendered, budget);
        expectLossesNamed(rendered, generated);
        if (format === "terminal") expectNoControl(rendered.text);
        else if (runs % PARSED_EVERY === 0) expectOwnStructure(rendered.text);
        if (runs % TWICE_EVERY === 0) {
          const copy = JSON.parse(JSON.stringify(generated));
          expect(renderedWithin(copy, format, budget, paired).text).toBe(rendered.text);
        }
        runs++;
      }),
      // A failing plan is shown as it is: making it smaller takes longer than looking at it.
      { numRuns: RUNS, seed, endOnFailure: true },
    );
    expect(runs).toBe(RUNS);
    console.info(`${runs} generated plans, seed ${seed} (GROUNDPLAN_SEED draws others)`);
  });
});

/** In prod the first change is missing, so that the environments differ. */
function renderedWithin(
  generated: PlanJson,
  format: Format,
  budget: number,
  paired: boolean,
): Rendered {
  const prod = { ...generated, resource_changes: generated.resource_changes!.slice(1) };
  const other = stackOf(prod, { stack: "prod-shop-api", environment: "prod" });
  const { review, secrets } = reviewed([stackOf(generated), ...(paired ? [other] : [])]);
  if (paired) expectForcing(review);
  return render({ review, secrets, from: FROM, format, budget });
}

/** What forces a replacement is the same, whether all of the thing is compared or only that. */
function expectForcing({ stacks }: SetReview): void {
  for (const change of stacks.flatMap(({ plan }) => plan?.changes ?? [])) {
    const handedIn = JSON.parse(JSON.stringify(change));
    expect(forcing(change)).toEqual(forcing(handedIn));
  }
}

/** Neither as it is nor encoded, and not between the marks of an escape. */
function expectNoSecret(text: string): void {
  const seen = text.includes("\\") ? `${text}\n${text.replaceAll("\\", "")}` : text;
  for (const form of FORMS) if (seen.includes(form)) expect(seen).not.toContain(form);
}

const FORMS = [
  SECRET_MARK,
  Buffer.from(SECRET_MARK).toString("hex"),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(`${"_".repeat(shift)}${SECRET_MARK}`)
      .toString("base64")
      .slice(2, 8),
  ),
];

/** GitHub measures in characters or in bytes: bytes are never fewer. */
function expectBudget({ text, bytes, whole }: Rendered, budget: number): void {
  expect(bytes).toBe(Buffer.byteLength(text));
  expect(bytes).toBeLessThanOrEqual(budget);
  if (budget > 20_000) expect(whole).toBe(true);
}

/** What is destroyed, replaced or forgotten is named, or it is said that it could not be. */
function expectLossesNamed({ text, whole }: Rendered, generated: PlanJson): void {
  if (!whole) return;
  for (const each of generated.resource_changes!) {
    const doing = doingOf(each);
    const isNamed = !doing || !isDestructive(doing.action) || text.includes(`.${each.name}`);
    if (!isNamed) expect(text).toContain(`.${each.name}`);
  }
}

/** Nothing in it can move the cursor of a terminal. */
function expectNoControl(text: string): void {
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

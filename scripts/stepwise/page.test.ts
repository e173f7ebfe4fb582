import { expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";
import { reportPage } from "./page.ts";
import { advanced, type StepProgress } from "./progress.ts";

const PURPOSES = { copy: "bring it", cutover: "go over", rollback: "go back" };
const BEGUN: StepProgress<keyof typeof PURPOSES> = {
  version: 1,
  revision: 0,
  steps: {},
  history: [],
};

/** Each step of the page, with what it says. */
function stepsOf(progress: typeof BEGUN): string[] {
  const words = { title: "Move of a cat", place: "It sits here.", purposes: PURPOSES };
  const page = reportPage({ ...words, steps: ["copy", "cutover"], progress });
  return [...page.matchAll(/<b>(\w+)<\/b> ([^<]+)/g)].map(([, step, said]) => `${step}: ${said}`);
}

it("shows what each step is for until it was taken, and the way back only where it was", () => {
  expect(stepsOf(BEGUN)).toEqual(["copy: bring it", "cutover: go over"]);
  const at = new Date("2026-03-01T12:00:00Z");
  const back = outcomeOf("rollback", at, { said: "it is where it was" });
  expect(stepsOf(advanced(BEGUN, back))).toEqual([
    "copy: bring it",
    "cutover: go over",
    "rollback: it is where it was (2026-03-01T12:00:00.000Z)",
  ]);
});

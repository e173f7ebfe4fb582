import { describe, expect, it } from "vitest";
import type { ResourceChange } from "../review/plan/plan-json.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import { isMarked, marksAt } from "../review/secret/marks.ts";
import { FIXTURES } from "../review/testing/fixtures.ts";
import { readRecord } from "../review/testing/recorded.ts";
import { goldenText, only, rendered, stackOf } from "./testing/scene.ts";

const plan = readPlan(readRecord("terraform").all, "all.json");

/** HCP Terraform gives plans out with a text in the place of every sensitive value, whatever its type. */
function redacted(value: unknown, marks: unknown): unknown {
  if (marks === true) return "REDACTED";
  if (!isMarked(marks) || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    redacted(each, marksAt(marks, key)),
  ]);
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

function remote({ change, ...rest }: ResourceChange): ResourceChange {
  return {
    ...rest,
    change: {
      ...change,
      before: redacted(change.before, change.before_sensitive),
      after: redacted(change.after, change.after_sensitive),
    },
  };
}

describe("a plan of a run on HCP Terraform", () => {
  it.each(Object.keys(FIXTURES))("is told as one that was made here: %s", (name) => {
    const made = only(plan, name);
    const fetched = { ...made, resource_changes: made.resource_changes!.map(remote) };
    const { text } = rendered([stackOf(fetched)]);
    expect(text.split("\n")[0]).toBe(goldenText(name).split("\n")[0]);
    expect(text).not.toContain("REDACTED");
  });
});

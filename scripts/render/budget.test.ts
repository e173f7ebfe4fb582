// @module-tag long
import { describe, expect, it } from "vitest";
import type { PlanJson, ResourceChange } from "../review/plan/plan-json.ts";
import { changeOf, planOf } from "../review/testing/handmade.ts";
import { type Format, type Rendered, render } from "./render.ts";
import { nodesOf, parsed } from "./testing/parse-back.ts";
import { FROM, rendered, reviewed, stackOf } from "./testing/scene.ts";

function within(plan: PlanJson, budget: number, format: Format = "comment"): Rendered {
  const { review, secrets } = reviewed([stackOf(plan)]);
  return render({ review, secrets, from: FROM, format, budget });
}

const many = (count: number, make: (at: number) => ResourceChange) =>
  planOf(Array.from({ length: count }, (_, at) => make(at)));

const update = (letter: string) => (at: number) =>
  changeOf(`aws_sqs_queue.q${at}`, {
    actions: ["update"],
    before: { name: `q${at}`, text: letter.repeat(30) },
    after: { name: `q${at}`, text: `${letter.repeat(30)}!` },
  });

const destroy = (at: number) =>
  changeOf(`aws_sqs_queue.queue-number-${at}`, { actions: ["delete"], before: { name: `q${at}` } });

describe("a document and its budget", () => {
  it.each(["a", "\u{1f600}"])("never passes it by a byte, in letters like %s", (letter) => {
    const plan = many(900, update(letter));
    for (const budget of [65_535, 65_536, 65_537, 60_000]) {
      const { text, bytes, omitted } = within(plan, budget);
      expect(bytes).toBeLessThanOrEqual(budget);
      expect(bytes).toBeGreaterThan(budget * 0.9);
      expect(text.length).toBeLessThanOrEqual(bytes);
      expect(text).not.toContain("\ufffd");
      expect(omitted.length).toBeGreaterThan(0);
      expect(text).toContain(`left out the details of updates (${omitted.length})`);
    }
  });

  it("cuts at the borders of folds and fences only", () => {
    for (let budget = 3000; budget < 6000; budget += 97) {
      const { text } = within(many(40, update("a")), budget);
      expect(text.match(/^<details>/gm)?.length).toBe(text.match(/^<\/details>/gm)?.length);
      const types = nodesOf(parsed(text)).map(({ type }) => type);
      expect(types.filter((type) => type === "code")).toHaveLength(
        text.match(/^```diff/gm)?.length ?? 0,
      );
      expect(text).toMatch(/the same again: `infra plan dev`$/m);
    }
  });

  it("has 60,000 bytes for a comment and 1,000,000 for a job summary", () => {
    const plan = many(12_000, update("a"));
    const [comment, summary] = (["comment", "summary"] as const).map(
      (format) => rendered([stackOf(plan)], format).bytes,
    );
    expect(comment).toBeGreaterThan(54_000);
    expect(comment).toBeLessThanOrEqual(60_000);
    expect(summary).toBeGreaterThan(900_000);
    expect(summary).toBeLessThanOrEqual(1_000_000);
  });

  it("names each of 1,000 things that are destroyed, and drops everything else for it", () => {
    const { text, whole } = within(many(1000, destroy), 60_000);
    expect(whole).toBe(true);
    for (let at = 0; at < 1000; at++) expect(text).toContain(`aws_sqs_queue.queue-number-${at}\n`);
  });

  it("cuts a reason that is too long to be one", () => {
    const reason = { action_reason: "x".repeat(50_000) };
    const change = { actions: ["delete"], before: { name: "q" } };
    const { text, whole } = within(planOf([changeOf("aws_sqs_queue.q", change, reason)]), 60_000);
    expect(whole).toBe(true);
    expect(text).toContain(`reason: \`${"x".repeat(200)} ... (49800 more characters)\``);
  });

  it("says that it cannot name all, rather than naming some", () => {
    const { text, whole } = within(many(5000, destroy), 60_000);
    expect(whole).toBe(false);
    expect(text).toContain("5000 destructive changes, too many to be named here");
    expect(text).not.toContain("queue-number-1\n");
  });

  it("names what holds data also where there is no room for the names of the rest", () => {
    const role = (at: number) =>
      changeOf(`aws_iam_role.role-number-${at}`, { actions: ["delete"], before: { id: `${at}` } });
    const both = many(5100, (at) => (at < 100 ? destroy(at) : role(at)));
    const { text, whole } = within(both, 60_000);
    expect(whole).toBe(false);
    for (let at = 0; at < 100; at++) expect(text).toContain(`- aws_sqs_queue.queue-number-${at}\n`);
    expect(text).toContain("5000 destructive changes, too many to be named here");
  });

  it("names each of 1,000 stacks, those that destroy first, where there is no room for a row each", () => {
    const stacks = Array.from({ length: 1000 }, (_, at) => {
      const plan = many(1, at % 100 === 0 ? destroy : update("a"));
      return stackOf(plan, { stack: `prod-some-application-${at}` });
    });
    const { text, whole } = rendered(stacks, "comment");
    expect(whole).toBe(true);
    expect(text).toContain("**10 stacks, destroys data**: `prod-some-application-0`, ");
    expect(text).toContain("**990 stacks, updates**: `prod-some-application-1`, ");
    for (let at = 0; at < 1000; at++) expect(text).toContain(`\`prod-some-application-${at}\``);
  });

  it("tells what it was planned with, and what an approval names", () => {
    const stack = stackOf(many(1, update("a")), { digest: "9f3c".repeat(16) });
    const { review, secrets } = reviewed([stack]);
    const from = {
      digest: "c0de".repeat(16),
      ...FROM,
      providers: ["aws 6.25.0", "google 6.50.0"],
      options: ["not refreshed", "only a.b"],
      dirty: true,
      rehearsal: true,
    };
    const { text } = render({ review, secrets, from, format: "comment" });
    expect(text).toContain(
      "Planned with `Terraform 1.11.4`, `aws 6.25.0`, `google 6.50.0` · not refreshed, only a.b · the same",
    );
    expect(text).toContain("- `dev-shop-api` `9f3c9f3c9f3c9f3c`");
    expect(text).toContain(
      `**What happens next**: an apply does exactly this, by the digest \`${"c0de".repeat(8)}\`; what would do something else by then is planned again and needs an approval of its own.`,
    );
    expect(text).toContain("with uncommitted edits");
    expect(text).toContain("on the rehearsal cloud");
  });
});

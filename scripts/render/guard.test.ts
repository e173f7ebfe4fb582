import { describe, expect, it } from "vitest";
import type { SetReview } from "../review/set/set.ts";
import { changeOf, planOf } from "../review/testing/handmade.ts";
import { render, Withheld } from "./render.ts";
import { FROM, reviewed, stackOf } from "./testing/scene.ts";

const SENTINEL = "S3ntinel-that-nobody-may-see";

/** A review into which something got that must not be in it: a mistake of ours. */
function spoiled(label: string): ReturnType<typeof reviewed> {
  const plan = planOf([
    changeOf("aws_sqs_queue.a", { actions: ["update"], before: { n: 1 }, after: { n: 2 } }),
  ]);
  const { review, secrets } = reviewed([stackOf(plan)]);
  secrets.add(SENTINEL);
  const stacks = review.stacks.map((each) => ({ ...each, stack: label }));
  return { review: { ...review, stacks } as SetReview, secrets };
}

describe("the last look at a finished text", () => {
  it.each([
    ["a planted sentinel", SENTINEL],
    ["a sentinel in base64", Buffer.from(`>${SENTINEL}`).toString("base64")],
    ["a token that nobody knew of", `ghp_${"a1B2".repeat(9)}`],
  ])("gives nothing out for %s", (_what, label) => {
    for (const format of ["comment", "summary", "terminal"] as const) {
      const { review, secrets } = spoiled(label);
      const attempt = () => render({ review, secrets, from: FROM, format });
      expect(attempt).toThrow(Withheld);
      expect(attempt).toThrow(/^the rendered plan holds a sensitive value or something that looks/);
      expect(attempt).not.toThrow(label);
    }
  });

  it("withholds nothing for a long number that is marked in one place and not in others", () => {
    const [long, port] = ["123456789012345678", 8443];
    const values = (version: number) => ({ id: BigInt(long), port, version });
    const marks = { id: true, port: true };
    const plan = planOf([
      changeOf("x.marked", {
        actions: ["update"],
        before: values(1),
        after: values(2),
        before_sensitive: marks,
        after_sensitive: marks,
      }),
      changeOf("x.plain", {
        actions: ["update"],
        before: { id: 1, list: [], port: 1, document: "{}", text: "" },
        after: {
          id: BigInt(long),
          list: [{ id: BigInt(long) }],
          port,
          document: `{"id":${long},"port":${port}}`,
          text: `number ${long}`,
        },
      }),
    ]);
    const { review, secrets } = reviewed([stackOf(plan)]);
    for (const format of ["comment", "summary", "terminal"] as const) {
      const { text } = render({ review, secrets, from: FROM, format });
      expect(text).not.toContain(long.slice(0, -2));
      expect(text).toMatch(/id: 1\n.*id: \(sensitive\)/);
      expect(text).toMatch(/port: 1\n.*port: 8443/);
      expect(text).toContain("number (sensitive)");
    }
  });

  it("lets a text without any pass", () => {
    const { review, secrets } = spoiled("dev-shop-api");
    expect(render({ review, secrets, from: FROM, format: "comment" }).text).toContain(
      "dev-shop-api",
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reversed, runInOrder } from "./in-order.ts";

const item = (id: string, ...dependencies: string[]) => ({ id, dependencies });

interface Job {
  readonly id: string;
  readonly dependencies: readonly string[];
  readonly fails: boolean;
}

/** Up to twelve jobs that depend on earlier ones only. */
const graphs: fc.Arbitrary<Job[]> = fc
  .array(fc.record({ fails: fc.boolean(), picks: fc.array(fc.nat(), { maxLength: 3 }) }), {
    maxLength: 12,
  })
  .map((jobs) =>
    jobs.map(({ fails, picks }, i) => ({
      id: `s${i}`,
      fails,
      dependencies: i === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % i}`))],
    })),
  );

describe("running in order", () => {
  it("begins each after those it depends on, never more at a time than allowed, and each once", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), async (items, limit) => {
        const done: string[] = [];
        let running = 0;
        const outcomes = await runInOrder(items, {
          limit,
          work: async ({ id, dependencies, fails }) => {
            running += 1;
            expect(running).toBeLessThanOrEqual(limit);
            for (const each of dependencies) expect(done).toContain(each);
            await Promise.resolve();
            running -= 1;
            done.push(id);
            return !fails;
          },
          succeeded: (result) => result,
        });
        expect(outcomes.size).toBe(items.length);
        for (const { id, dependencies } of items) {
          const broken = dependencies.some((each) => {
            const outcome = outcomes.get(each)!;
            return "blockedBy" in outcome || !outcome.done;
          });
          expect("blockedBy" in outcomes.get(id)!).toBe(broken);
        }
      }),
    );
  });

  it("names the one that failed, not the one between", async () => {
    const told: string[] = [];
    const outcomes = await runInOrder([item("a"), item("b", "a"), item("c", "b"), item("d")], {
      limit: 2,
      work: async ({ id }) => id !== "a",
      succeeded: (result) => result,
      blocked: ({ id }, by) => told.push(`${id} by ${by}`),
    });
    expect(told).toEqual(["b by a", "c by a"]);
    expect(outcomes.get("d")).toEqual({ done: true });
  });

  it("runs independent ones side by side", async () => {
    let together = 0;
    let most = 0;
    await runInOrder([item("a"), item("b"), item("c")], {
      limit: 2,
      work: async () => {
        together += 1;
        most = Math.max(most, together);
        await new Promise((resolve) => setTimeout(resolve, 5));
        together -= 1;
      },
      succeeded: () => true,
    });
    expect(most).toBe(2);
  });

  it("can be turned round: consumers before producers", () => {
    expect(reversed([item("a"), item("b", "a"), item("c", "a", "b")])).toEqual([
      item("a", "b", "c"),
      item("b", "c"),
      item("c"),
    ]);
  });

  it("refuses those that wait for each other", async () => {
    const circle = [item("a", "b"), item("b", "a")];
    const options = { limit: 1, work: async () => true, succeeded: () => true };
    await expect(runInOrder(circle, options)).rejects.toThrow("stacks wait for each other: a, b");
  });
});

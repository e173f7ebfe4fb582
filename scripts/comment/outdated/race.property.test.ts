import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeBody } from "../body.ts";
import type { ForgeComment } from "../forge.ts";
import { joinResults } from "../join.ts";
import { unmark } from "../marker.ts";
import { post } from "../post.ts";
import { FIRST, MARKER, SECOND } from "../testing/markers.ts";
import { resultFor } from "../testing/results.ts";
import { slowForge } from "../testing/slow-forge.ts";
import { VirtualTime } from "../testing/virtual-time.ts";
import { tellOthers } from "./tell.ts";

/** Longest way of a request, and of an answer, in milliseconds. */
const LONGEST = 1000;

const about = { head: FIRST, now: new Date(0) };

/** A plan of one stack that was made at some second of an hour in which another was applied at 30. */
function contentAt(second: number, run: string) {
  const planned = `2026-11-21T14:00:${String(second).padStart(2, "0")}.000Z`;
  const joined = joinResults([resultFor("dev", { planned })], [], about);
  return {
    marker: { ...MARKER, run, at: planned, state: "planned" as const },
    run: {},
    plan: { joined, sets: { dev: "9f".repeat(32) } },
    status: () => ({ state: "planned" as const, head: FIRST, present: FIRST }),
  };
}

const APPLIED = {
  ...{ environment: "dev", commit: SECOND },
  stacks: { "dev-shop-api": "2026-11-21T14:00:30.000Z" },
};

describe("a run that plans anew while others are told of an apply", () => {
  it("leaves its own plan, out of date if and only if it was made before the apply", async () => {
    const delay = fc.integer({ min: 0, max: LONGEST });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(20, 40),
        fc.constantFrom("planned", "planning", "nothing"),
        fc.array(delay, { minLength: 40, maxLength: 40 }),
        fc.tuple(delay, fc.integer({ min: 0, max: 6 * LONGEST })),
        async (second, standing, delays, [start, telling]) => {
          const time = new VirtualTime();
          let at = 0;
          const nextDelay = () => delays[at++ % delays.length]!;
          const before = contentAt(10, "100");
          const comments: ForgeComment[] = [];
          if (standing !== "nothing") {
            const state = standing === "planning" ? { state: "planning" as const } : {};
            const marker = { ...before.marker, ...state };
            const body = composeBody({ ...before, marker }, [], FIRST, 60_000);
            comments.push({ id: "0", body, author: "bot" });
          }
          const newer = contentAt(second, "101");
          const world = { talk: () => {}, sleep: (ms: number) => time.sleep(ms) };
          const posting = async () => {
            await time.sleep(start);
            const forge = slowForge(time, comments, nextDelay);
            await post({ ...world, forge, compose: (...all) => composeBody(newer, ...all) });
          };
          const tell = async () => {
            await time.sleep(telling);
            await tellOthers({
              ...{ ...world, app: "groundplan", applied: [APPLIED], requests: ["7"] },
              forgeOf: () => ({
                ...slowForge(time, comments, nextDelay),
                statuses: async () => [],
                report: async () => {},
              }),
              ...{ author: "bot", statuses: true, dry: false },
            });
          };
          await time.run(Promise.all([posting(), tell()]));
          expect(comments).toHaveLength(1);
          const { marker, text } = unmark(comments[0]!.body)!;
          expect(marker.run).toBe("101");
          const mayBeUnsaid = standing === "nothing" && second < 30;
          if (!mayBeUnsaid) expect(text.includes("**Out of date**")).toBe(second < 30);
        },
      ),
      { numRuns: 150, seed: 20_261_122 },
    );
  });
});

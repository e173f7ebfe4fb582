import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ForgeComment } from "./forge.ts";
import { post } from "./post.ts";
import { bodyOf } from "./testing/markers.ts";
import { slowForge } from "./testing/slow-forge.ts";
import { VirtualTime } from "./testing/virtual-time.ts";

/** Longest way of a request, and of an answer, in milliseconds. */
const LONGEST = 1000;

describe("runs at once", () => {
  it("leave one comment, that of the newest, however their requests meet", async () => {
    const delay = fc.integer({ min: 0, max: LONGEST });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.boolean(),
        fc.array(delay, { minLength: 40, maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 4 * LONGEST }), { minLength: 4, maxLength: 4 }),
        async (runs, standing, delays, starts) => {
          const time = new VirtualTime();
          let at = 0;
          const nextDelay = () => delays[at++ % delays.length]!;
          const first = {
            id: "0",
            body: bodyOf("before", { run: "1", at: "2020-01-01T00:00:00Z" }),
            author: "bot",
          };
          const comments: ForgeComment[] = standing ? [first] : [];
          const texts = Array.from({ length: runs }, (_, run) =>
            bodyOf(`run ${run}`, { run: `10${run}`, at: `2026-11-21T14:00:0${run}.000Z` }),
          );
          const ends = texts.map(async (body, run) => {
            await time.sleep(starts[run]!);
            const forge = slowForge(time, comments, nextDelay);
            return post({
              forge,
              compose: () => body,
              talk: () => {},
              sleep: (ms) => time.sleep(ms),
            });
          });
          await time.run(Promise.all(ends));
          expect(comments.map(({ body }) => body)).toEqual([texts.at(-1)]);
        },
      ),
      { numRuns: 400, seed: 20_261_121 },
    );
  });
});

import { expect, it } from "vitest";
import { measurePairs, median } from "./pairs.ts";

it("takes the median of the ratios of each pair, without the first round", async () => {
  const first = [1, 10, 20, 10];
  const second = [99, 20, 60, 50];
  const pairs = await measurePairs(
    3,
    async (round) => first[round]!,
    async (round) => second[round]!,
  );
  expect(pairs).toEqual({ ratio: 3, first: 10, second: 50, rounds: 3 });
});

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
])("finds the middle of %o", (values, expected) => {
  expect(median(values)).toBe(expected);
});

import { expect, it } from "vitest";
import { type Figure, holds } from "./bench.ts";
import { figureTable } from "./table.ts";

const figure: Figure = {
  what: "synth",
  on: "estate",
  value: 6.123,
  unit: "x",
  bar: { atMost: 7 },
  detail: "60 ms, 367 ms",
};

it("prints a row for each figure, and says which one misses its bar", () => {
  const missed = { ...figure, on: "fixed", value: 8 };
  expect(figureTable([figure, missed])).toBe(
    [
      "measured  on      value  bar               medians",
      "synth     estate  6.12x  <= 7.00x          60 ms, 367 ms",
      "synth     fixed   8.00x  <= 7.00x  MISSED  60 ms, 367 ms",
    ].join("\n"),
  );
});

it.each([
  [{ ...figure, value: 7 }, true],
  [{ ...figure, value: 7.01 }, false],
  [{ ...figure, bar: { atLeast: 99 }, value: 98.9 }, false],
  [{ ...figure, bar: { atLeast: 99 }, value: 99 }, true],
] as const)("holds a figure against its bar: %o", (given, expected) => {
  expect(holds(given)).toBe(expected);
});

it("holds a figure without a bar", () => {
  const { bar: _, ...free } = figure;
  expect(holds(free)).toBe(true);
  expect(figureTable([free])).toContain("6.12x  -");
});

import { addresses } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { DIFFERENCES } from "./differences.ts";
import { synthEstate } from "./synth-estate.ts";

const estate = synthEstate();

/** `<app>-<layer> <address>` of everything in one environment. */
function shapeOf(environment: string): Set<string> {
  return new Set(
    [...estate]
      .filter(([id]) => id.startsWith(`${environment}-`))
      .flatMap(([id, { template }]) =>
        addresses(template).map((address) => `${id.slice(environment.length + 1)} ${address}`),
      ),
  );
}

const dev = shapeOf("dev");
const prod = shapeOf("prod");
const unlike = [...dev, ...prod].filter((line) => !dev.has(line) || !prod.has(line)).sort();

describe("dev and prod", () => {
  it("have the same shape but for what is named, each with its reason", () => {
    const unexplained = unlike.filter(
      (line) => !DIFFERENCES.some(({ pattern }) => pattern.test(line)),
    );
    expect(unexplained).toEqual([]);
  });

  it.each(DIFFERENCES)("differ in $pattern: $reason", ({ pattern }) => {
    expect(unlike.some((line) => pattern.test(line))).toBe(true);
  });
});

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

/** What stands in one of two environments only. */
function differences(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...one, ...other].filter((line) => !one.has(line) || !other.has(line)).sort();
}

/** What of that has no reason. */
function unexplained(lines: readonly string[]): string[] {
  return lines.filter((line) => !DIFFERENCES.some(({ pattern }) => pattern.test(line)));
}

const dev = shapeOf("dev");
const prod = shapeOf("prod");
const unlike = differences(dev, prod);

describe("dev and prod", () => {
  it("have the same shape but for what is named, each with its reason", () => {
    expect(unexplained(unlike)).toEqual([]);
  });

  it("are told apart by a thing that one of them has and nobody gave a reason for", () => {
    const stray = "music-library-service aws_sqs_queue.stray";
    expect(unexplained(differences(new Set([...dev, stray]), prod))).toEqual([stray]);
  });

  it.each(DIFFERENCES)("differ in $pattern: $reason", ({ pattern }) => {
    expect(unlike.some((line) => pattern.test(line))).toBe(true);
  });
});

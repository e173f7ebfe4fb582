// @module-tag long
import { PropsError } from "@groundplan/core/problems";
import { App } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Environment } from "../environment.ts";
import { createEstate } from "../estate.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { validate } from "../validate.ts";

/** Where a value was typed, and the value. */
type Leaf = readonly [path: readonly string[], value: unknown];

function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function changed(value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
  if (key === undefined) return leaf;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [key]: changed(Reflect.get(copy, key), rest, leaf) });
}

/** Values that hardly any place takes. */
function oddOnes(value: unknown): unknown[] {
  if (typeof value === "number") return [0.5, -1];
  return typeof value === "string" ? ["§", value.toUpperCase()] : [];
}

/** The message of a refusal; nothing where all is well. Any other error is a fault of ours. */
function refusal(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof PropsError) return error.message;
    throw error;
  }
}

describe("every value that somebody types", () => {
  const leaves = leavesOf(prod).filter(([, value]) => oddOnes(value).length > 0);

  it("is looked at", () => {
    expect(leaves.length).toBeGreaterThan(80);
  });

  it("is refused by validation, or by nothing: no module meets it first", () => {
    const late = leaves.flatMap(([path, value]) =>
      oddOnes(value).flatMap((odd) => {
        const estate = [shared, changed(prod, path, odd) as Environment];
        if (refusal(() => validate(estate)) !== undefined) return [];
        const said = refusal(() => createEstate(new App({ stackTraces: false }), estate));
        return said === undefined ? [] : [`${path.join(".")}: ${said}`];
      }),
    );
    expect(late).toEqual([]);
  }, 120_000);
});

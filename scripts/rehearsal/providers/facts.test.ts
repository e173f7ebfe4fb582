import { expect, it } from "vitest";
import type { Field } from "../provider/schema/fields.ts";
import { CLOUDS } from "../provider/schema/library.ts";
import type { Block, Facts } from "../provider/schema/schema.ts";
import { library } from "../provider/testing/world.ts";
import { placesOf } from "./merge.ts";
import { isPossible } from "./possible.ts";

it.each(CLOUDS)("knows nothing of %s that its schemas contradict", (cloud) => {
  const wrong = Object.keys(library(cloud).index.resources).flatMap((name) => {
    const { schema, facts } = library(cloud).resource(name)!;
    return contradictions(facts, placesOf(schema.block)).map((one) => `${name}: ${one}`);
  });
  expect(wrong).toEqual([]);
});

it("says so of a fact about nothing, and of one that cannot be", () => {
  const block: Block = { attributes: { name: { type: "string", required: true } } };
  const facts: Facts = { forceNew: ["name", "gone"], defaults: { name: "a" } };
  expect(contradictions(facts, placesOf(block))).toEqual([
    "forceNew of gone, which there is not",
    "defaults of name",
  ]);
});

function contradictions(facts: Facts, places: ReadonlyMap<string, Field>): string[] {
  const { legacy: _legacy, exactlyOneOf = [], atLeastOneOf = [], ...byPath } = facts;
  const all = { ...byPath, exactlyOneOf: exactlyOneOf.flat(), atLeastOneOf: atLeastOneOf.flat() };
  return Object.entries(all).flatMap(([kind, told]) => {
    const paths: readonly string[] = Array.isArray(told) ? told : Object.keys(told);
    return paths.flatMap((path) => {
      const field = places.get(path);
      if (!field) return [`${kind} of ${path}, which there is not`];
      return isPossible(kind as keyof Facts, field) ? [] : [`${kind} of ${path}`];
    });
  });
}

import { expect, it } from "vitest";
import { type Field, fieldsOf } from "../provider/schema/fields.ts";
import { CLOUDS } from "../provider/schema/library.ts";
import type { Block, Facts } from "../provider/schema/schema.ts";
import { library } from "../provider/testing/world.ts";

/** What facts of a kind may not be said of, by what the schema says of it. */
const IMPOSSIBLE: Readonly<Partial<Record<keyof Facts, (field: Field) => boolean>>> = {
  defaults: ({ attribute }) => attribute?.required === true,
  forceNewIfSet: ({ attribute }) => attribute?.computed === true && !attribute.optional,
  kept: ({ attribute }) => attribute?.computed !== true,
  nullAtCreate: ({ attribute }) => attribute?.computed !== true,
  oneOf: ({ type }) => type === "bool",
  pattern: ({ type }) => type === "bool" || type === "number",
};

/** Facts of an older version that the pinned schemas overrule, and why they do no harm. */
const OVERRULED = {
  "aws_guardduty_organization_configuration: defaults of auto_enable_organization_members":
    "required since 6.0: a value is always written",
};

it.each(CLOUDS)("knows nothing of %s that its schemas contradict", (cloud) => {
  const wrong = Object.keys(library(cloud).index.resources).flatMap((name) => {
    const { schema, facts } = library(cloud).resource(name)!;
    return contradictions(facts, placesOf(schema.block)).map((one) => `${name}: ${one}`);
  });
  expect(wrong).toEqual(cloud === "aws" ? Object.keys(OVERRULED) : []);
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
    const isImpossible = IMPOSSIBLE[kind as keyof Facts];
    const paths: readonly string[] = Array.isArray(told) ? told : Object.keys(told);
    return paths.flatMap((path) => {
      const field = places.get(path);
      if (!field) return [`${kind} of ${path}, which there is not`];
      return isImpossible?.(field) ? [`${kind} of ${path}`] : [];
    });
  });
}

function placesOf(block: Block, prefix = ""): Map<string, Field> {
  const own = fieldsOf(block).map((field) => [prefix + field.name, field] as const);
  const inner = fieldsOf(block).flatMap(({ name, nested }) =>
    nested ? [...placesOf(nested.block, `${prefix}${name}.`)] : [],
  );
  return new Map([...own, ...inner]);
}

import { describe, expect, it } from "vitest";
import type { Block } from "../../provider/schema/schema.ts";
import { proposedNew } from "./proposed.ts";

const block: Block = {
  attributes: {
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    note: { type: "string", optional: true },
  },
  block_types: {
    rule: {
      nesting_mode: "set",
      block: {
        attributes: {
          port: { type: "number", optional: true },
          handle: { type: "string", computed: true },
        },
      },
    },
    step: {
      nesting_mode: "list",
      block: { attributes: { handle: { type: "string", computed: true } } },
    },
  },
};

describe("what Terraform proposes", () => {
  it("keeps what is computed and takes the rest from the author", () => {
    const prior = { id: "1", name: "a", note: "n", rule: [], step: [] };
    const config = { id: null, name: "b", note: null, rule: [], step: [] };
    expect(proposedNew(block, prior, config)).toEqual({ ...config, id: "1" });
  });

  it("pairs the elements of a set by what the author wrote in them", () => {
    const rules = [
      { port: 1, handle: "one" },
      { port: 2, handle: "two" },
    ];
    const prior = { id: "1", name: "a", note: null, rule: rules, step: [] };
    const written = [
      { port: 2, handle: null },
      { port: 3, handle: null },
    ];
    const config = { id: null, name: "a", note: null, rule: written, step: [] };
    expect(proposedNew(block, prior, config)["rule"]).toEqual([
      { port: 2, handle: "two" },
      { port: 3, handle: null },
    ]);
  });

  it("pairs the elements of a list by their places", () => {
    const prior = { id: "1", name: "a", note: null, rule: [], step: [{ handle: "first" }] };
    const config = {
      ...{ id: null, name: "a", note: null, rule: [] },
      step: [{ handle: null }, { handle: null }],
    };
    expect(proposedNew(block, prior, config)["step"]).toEqual([
      { handle: "first" },
      { handle: null },
    ]);
  });
});

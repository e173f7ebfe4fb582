import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../rehearsal/provider/cty/value.ts";
import type { Block } from "../../rehearsal/provider/schema/schema.ts";
import { differences } from "./compare.ts";

const block: Block = {
  attributes: { id: { type: "string", computed: true }, names: { type: ["set", "string"] } },
  block_types: {
    step: { nesting_mode: "list", block: { attributes: { to: { type: "string" } } } },
  },
};

describe("comparing two planned states", () => {
  it("does not mind the order of a set", () => {
    const real = { id: UNKNOWN, names: ["a", "b"], step: [] };
    expect(differences(block, real, { ...real, names: ["b", "a"] })).toEqual([]);
  });

  it("tells where a value is unknown to one of them only", () => {
    const real = { id: UNKNOWN, names: null, step: [{ to: "a" }] };
    const ours = { id: "1", names: null, step: [{ to: "b" }] };
    expect(differences(block, real, ours)).toEqual([
      { path: "id", real: "unknown", ours: '"1"' },
      { path: "step[0].to", real: '"a"', ours: '"b"' },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../provider/protocol/messages.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { leavesOf } from "../probe/leaf.ts";
import { leavesMeant } from "./whose.ts";

const text = { type: "string", optional: true } as const;
const block: Block = {
  attributes: { name: text },
  block_types: {
    rule: { nesting_mode: "set", block: { attributes: { kind: text, key: text, value: text } } },
  },
};
const { leaves } = leavesOf(block);

function meant(summary: string, ...names: readonly string[]): string[] {
  const steps = names.map((attribute_name) => ({ attribute_name }));
  const diagnostic: Diagnostic = { severity: 1, summary, attribute: { steps } };
  return leavesMeant(diagnostic, leaves).map(({ path }) => path);
}

describe("whom a refusal means", () => {
  it("is told by its path", () => {
    expect(meant("no", "name")).toEqual(["name"]);
  });

  it("is told by its words where the path ends at a set", () => {
    expect(meant("expected rule.0.kind to be one of [a], got b", "rule")).toEqual(["rule.kind"]);
  });

  it("is told by its words where they name a neighbour of what the path names", () => {
    expect(meant('"key" is an invalid ARN', "rule", "kind")).toEqual(["rule.key"]);
  });

  it("is nobody that was asked where the words name another place by its whole path", () => {
    expect(meant('"rule.0.elsewhere" is an invalid ARN', "rule", "kind")).toEqual([]);
  });

  it("is not told by a word that many a sentence has", () => {
    expect(meant("Attribute rule[0].kind value must be one of: [a]", "rule")).toEqual([
      "rule.kind",
    ]);
  });
});

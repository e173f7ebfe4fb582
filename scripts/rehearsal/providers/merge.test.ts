import { describe, expect, it } from "vitest";
import type { Block } from "../provider/schema/schema.ts";
import { mergeFacts } from "./merge.ts";

const text = { type: "string", optional: true } as const;
const rule = (attributes: object): Block["block_types"] => ({
  rule: { nesting_mode: "list", block: { attributes: attributes as never } },
});
const block: Block = {
  attributes: { name: text, region: text },
  block_types: rule({ port: text })!,
};
const asked: Block = {
  attributes: { name: text, gone: text },
  block_types: rule({ port: text, host: text })!,
};

describe("facts of another version", () => {
  it("count where the argument exists in both, in nested blocks too", () => {
    const learned = {
      forceNew: ["name", "gone", "rule.port", "rule.host"],
      range: { "rule.port": [1, 9] as const, gone: [1, 2] as const },
    };
    expect(mergeFacts({ block, asked, learned, before: {} })).toEqual({
      forceNew: ["name", "rule.port"],
      range: { "rule.port": [1, 9] },
    });
  });

  it("leave what was known of arguments that could not be asked, and nothing else of it", () => {
    const before = { forceNew: ["name", "region"], defaults: { region: "a", name: "b" } };
    expect(mergeFacts({ block, asked, learned: { forceNew: [] }, before })).toEqual({
      forceNew: ["region"],
      defaults: { region: "a" },
    });
  });

  it("leave what was known of arguments that gave no answer", () => {
    const before = { forceNew: ["rule.port"] };
    expect(mergeFacts({ block, asked, learned: { unknown: ["rule.port"] }, before })).toEqual({
      forceNew: ["rule.port"],
      unknown: ["rule.port"],
    });
  });

  it("keep a rule between arguments for those that there are, and drop it when one is left", () => {
    const learned = {
      exactlyOneOf: [
        ["name", "gone"],
        ["name", "gone", "rule.port"],
      ],
    };
    expect(mergeFacts({ block, asked, learned, before: {} })).toEqual({
      exactlyOneOf: [["name", "rule.port"]],
    });
  });

  it("drop what the schema contradicts", () => {
    const learned = { kept: ["name"], nullAtCreate: ["name"], forceNew: ["name"] };
    expect(mergeFacts({ block, asked, learned, before: {} })).toEqual({ forceNew: ["name"] });
  });
});

import { describe, expect, it } from "vitest";
import { readRelation } from "./relation.ts";

describe("a refusal of several arguments", () => {
  it.each([
    [
      'Conflicting configuration arguments "a.0.b": conflicts with a.0.c',
      { kind: "conflictsWith", path: "a.b", paths: ["a.c"] },
    ],
    ['"a": only one of `a,b` can be specified', { kind: "exactlyOneOf", paths: ["a", "b"] }],
    ['"a": one of `b,a` must be specified', { kind: "atLeastOneOf", paths: ["a", "b"] }],
    [
      "Exactly one of these attributes must be configured: [a,t[0].b]",
      { kind: "exactlyOneOf", paths: ["a", "t.b"] },
    ],
    [
      "These attributes cannot be configured together: [a,b,c]",
      { kind: "conflictsWith", path: "a", paths: ["b", "c"] },
    ],
    ['"a": all of `a,b` must be specified', { kind: "requiredWith", path: "a", paths: ["b"] }],
  ])("understands %j", (message, relation) => {
    expect(readRelation(message)).toEqual(relation);
  });
});

import { describe, expect, it } from "vitest";
import type { CtyType } from "../provider/cty/type.ts";
import { assign } from "./assign.ts";

const TYPE: CtyType = [
  "object",
  {
    name: "string",
    size: "number",
    tags: ["map", "string"],
    rule: ["list", ["object", { status: "string" }]],
  },
];
const OBJECT = { name: "a", size: 1, tags: { of: "x" }, rule: [{ status: "Enabled" }] };

describe("changing a thing in the cloud", () => {
  it("reaches attributes, elements of maps and blocks, and says what was", () => {
    const settings = ["name=b=c", "size=2", "tags.owner=me", "rule[0].status=Disabled"];
    expect(assign(OBJECT, TYPE, settings)).toEqual({
      object: {
        name: "b=c",
        size: 2,
        tags: { of: "x", owner: "me" },
        rule: [{ status: "Disabled" }],
      },
      said: [
        'name: "a" -> "b=c"',
        "size: 1 -> 2",
        'tags.owner: null -> "me"',
        'rule[0].status: "Enabled" -> "Disabled"',
      ],
    });
  });

  it("names all that cannot be, and changes nothing", () => {
    const settings = ["nam=b", "size=big", "rule[1].status=x", "name", "name.x=1"];
    expect(() => assign(OBJECT, TYPE, settings)).toThrow(
      [
        "nam=b: there is no attribute nam; is name meant?",
        "size=big: must be a number in JSON, got big",
        "rule[1].status=x: there is no element 1, but 1 of them",
        "name: must be <attribute>=<value>",
        "name.x=1: a string has no x",
      ].join("\n"),
    );
  });
});

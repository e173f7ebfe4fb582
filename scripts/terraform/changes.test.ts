import { describe, expect, it } from "vitest";
import { changesOf, outputChanges } from "./changes.ts";

const change = (parts: object, more: object = {}) => ({
  address: "aws_vpc.main",
  mode: "managed",
  change: { actions: ["update"], before: {}, after: {}, ...parts },
  ...more,
});
const only = (each: ReturnType<typeof change>) => changesOf({ resource_changes: [each] })[0];

describe("what a plan changes", () => {
  it.each([
    [{ actions: ["create"] }, {}, "create"],
    [{ actions: ["delete"] }, {}, "delete"],
    [{ actions: ["delete", "create"] }, {}, "replace"],
    [{ actions: ["create", "delete"] }, {}, "replace"],
    [{ actions: ["forget"] }, {}, "forget"],
    [{ actions: ["no-op"] }, { previous_address: "aws_vpc.old" }, "move"],
    [{ actions: ["no-op"], importing: { id: "vpc-1" } }, {}, "import"],
    [{ actions: ["no-op"] }, {}, undefined],
    [{ actions: ["read"] }, { mode: "data" }, undefined],
  ])("%j %j is %s", (parts, more, action) => {
    expect(only(change(parts, more))?.action).toBe(action);
  });

  it("is told by attribute with old and new value, inside blocks too", () => {
    const found = only(
      change({
        before: { same: 1, count: 1, block: [{ a: "x", b: "y" }], gone: "z", long: "" },
        after: { same: 1, count: 2, block: [{ a: "x", b: "w" }], gone: null, long: "l".repeat(99) },
      }),
    );
    expect(found?.attributes).toEqual([
      { path: "count", from: "1", to: "2" },
      { path: "block.0.b", from: '"y"', to: '"w"' },
      { path: "gone", from: '"z"', to: "null" },
      { path: "long", from: '""' },
    ]);
  });

  it("says what is known only after apply, and what forces a replacement", () => {
    const found = only(
      change({
        actions: ["delete", "create"],
        before: { id: "vpc-1", cidr: "10.0.0.0/16" },
        after: { cidr: "10.1.0.0/16" },
        after_unknown: { id: true },
        replace_paths: [["cidr"], ["block", 0, "x"]],
      }),
    );
    expect(found?.attributes).toEqual([
      { path: "id", from: '"vpc-1"', to: "known after apply" },
      { path: "cidr", from: '"10.0.0.0/16"', to: '"10.1.0.0/16"' },
    ]);
    expect(found?.forcedBy).toEqual(["cidr", "block.0.x"]);
  });

  it("never shows a sensitive value, wherever it lies", () => {
    const found = only(
      change({
        before: { password: "canary-1", block: [{ token: "canary-2" }], map: { k: "canary-3" } },
        after: {
          password: "canary-4",
          block: [{ token: "canary-5" }],
          map: { k: "canary-6", n: 1 },
        },
        before_sensitive: { password: true, block: [{ token: true }], map: true },
        after_sensitive: { password: true, block: [{ token: true }], map: {} },
      }),
    );
    expect(JSON.stringify(found)).not.toContain("canary");
    expect(found?.attributes.map(({ path }) => path)).toEqual(["password", "block.0.token", "map"]);
  });

  it("counts outputs apart", () => {
    const output_changes = { a: { actions: ["no-op"] }, b: { actions: ["update"] } };
    expect(outputChanges({ output_changes })).toEqual(["b"]);
  });
});

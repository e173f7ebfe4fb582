import { describe, expect, it } from "vitest";
import { written } from "../../../cty/path.ts";
import { type Fields, UNKNOWN } from "../../../cty/value.ts";
import type { ResourceType } from "../../../schema/library.ts";
import { connection } from "../../../testing/world.ts";
import { planWithSdk } from "./sdk.ts";

const text = { type: "string", optional: true } as const;
const type: ResourceType = {
  name: "aws_thing",
  schema: {
    version: 0,
    block: {
      attributes: {
        id: { ...text, computed: true },
        name: text,
        policy: text,
        tags: { type: ["map", "string"], optional: true },
        mode: text,
        bucket: text,
      },
      block_types: {
        rule: {
          nesting_mode: "set",
          block: { attributes: { port: { type: "number", optional: true }, host: text } },
        },
        log: {
          nesting_mode: "list",
          block: { attributes: { on: { type: "bool", optional: true }, to: text } },
        },
        disk: { nesting_mode: "list", block: { attributes: { size: text } } },
        scan: { nesting_mode: "list", block: { attributes: { deep: text } } },
        drive: { nesting_mode: "set", block: { attributes: { device: text, note: text } } },
      },
    },
  },
  facts: {
    forceNew: ["name", "rule.port", "log"],
    forceNewIfSet: ["log"],
    defaults: { mode: "fast" },
    normal: { policy: "json" },
    computedBlocks: ["disk"],
    held: ["scan"],
    unhashed: ["drive.note"],
    leftOutWith: { bucket: [{ by: "mode", values: ["slow"] }] },
  },
};

const NOTHING: Fields = {
  ...{ id: null, name: null, policy: null, tags: null, mode: null, bucket: null },
  ...{ rule: [], log: [], disk: [], scan: [], drive: [] },
};
const STANDING: Fields = { ...NOTHING, id: "1", mode: "fast" };

function plan(prior: Fields | undefined, proposed: Fields) {
  const { planned, forcing } = planWithSdk(
    {
      type,
      connection: connection("aws"),
      prior,
      proposed: { ...(prior ? { ...NOTHING, id: "1" } : NOTHING), ...proposed },
      forcing: new Set(type.facts.forceNew),
    },
    (found) => found,
  );
  return { planned, forcing: [...new Set(forcing.map(written))] };
}

describe("a plan of the older library", () => {
  it("creates with defaults, and with what only the cloud knows unknown", () => {
    const { planned } = plan(undefined, { name: "a" });
    expect(planned).toEqual({ ...NOTHING, id: UNKNOWN, name: "a", mode: "fast", disk: UNKNOWN });
  });

  it("replaces for a first block where only its coming forces, and not for its going", () => {
    const log = [{ on: true, to: "a" }];
    expect(plan(STANDING, { log }).forcing).toEqual(["log"]);
    const gone = plan({ ...STANDING, log }, { log: [] });
    expect(gone.planned["log"]).toEqual([]);
    expect(gone.forcing).toEqual([]);
  });

  it("rewrites JSON before it plans it, and sees no change in its layout", () => {
    const { planned } = plan(undefined, { policy: '{"b": 1, "a": 2}' });
    expect(planned["policy"]).toBe('{"a":2,"b":1}');
    const prior = { ...STANDING, policy: '{"a":2,"b":1}' };
    expect(plan(prior, { policy: '{ "b":1, "a":2 }' }).planned).toBe(prior);
  });

  it("takes nothing, an empty text, zero and false for the same inside of blocks", () => {
    const prior = { ...STANDING, log: [{ on: false, to: "" }] };
    expect(plan(prior, { log: [{ on: null, to: null }] }).planned).toBe(prior);
  });

  it("shows zeros in blocks that stand once anything changes", () => {
    const prior = { ...STANDING, log: [{ on: true, to: null }] };
    const { planned } = plan(prior, { log: [{ on: true, to: null }], tags: { a: "b" } });
    expect(planned["log"]).toEqual([{ on: true, to: "" }]);
  });

  it("plans an empty map where tags are taken away", () => {
    expect(plan({ ...STANDING, tags: { a: "b" } }, {}).planned["tags"]).toEqual({});
  });

  it("keeps a block that the cloud filled", () => {
    const prior = { ...STANDING, disk: [{ size: "8" }] };
    expect(plan(prior, {}).planned).toBe(prior);
  });

  it("keeps a block that the provider holds, without what was in it", () => {
    const prior = { ...STANDING, scan: [{ deep: "yes" }] };
    expect(plan(prior, {}).planned["scan"]).toEqual([{ deep: null }]);
  });

  it("knows the elements of a set by what the provider looks at alone", () => {
    const prior = { ...STANDING, drive: [{ device: "a", note: "b" }] };
    expect(plan(prior, { drive: [{ device: "a", note: "c" }] }).planned).toBe(prior);
    const other = plan(prior, { drive: [{ device: "c", note: "b" }] }).planned["drive"];
    expect(other).toEqual([{ device: "c", note: "b" }]);
  });

  it("plans an empty text, and no number, for an empty block in a set", () => {
    const { planned } = plan(undefined, { rule: [{ port: null, host: null }] });
    expect(planned["rule"]).toEqual([{ port: null, host: "" }]);
  });

  it("replaces for a whole element of a set when one of its values forces it", () => {
    const prior = { ...STANDING, rule: [{ port: 1, host: "a" }] };
    expect(plan(prior, { rule: [{ port: 1, host: "b" }] }).forcing).toEqual(["rule"]);
  });

  it("does not mind the order of a set", () => {
    const rules = [
      { port: 1, host: "a" },
      { port: 2, host: "b" },
    ];
    const prior = { ...STANDING, rule: rules };
    expect(plan(prior, { rule: [...rules].reverse() }).planned).toBe(prior);
  });

  it("leaves out what does not count while another argument says so", () => {
    const { planned } = plan(undefined, { mode: "slow", bucket: "logs" });
    expect(planned["bucket"]).toBeNull();
    expect(plan(undefined, { mode: "fast", bucket: "logs" }).planned["bucket"]).toBe("logs");
  });

  it("replaces when a forcing value changes or goes away", () => {
    const prior = { ...STANDING, name: "a" };
    expect(plan(prior, { name: "b" }).forcing).toEqual(["name"]);
    expect(plan(prior, {}).forcing).toEqual(["name"]);
  });
});

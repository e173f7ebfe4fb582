import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { emptied, isEmpty, lossOf, readSnapshot, type Snapshot } from "./snapshot.ts";

const STATE = {
  version: 4,
  serial: 7,
  lineage: "a-lineage",
  outputs: { url: { value: "https://example.com", type: "string" } },
  resources: [
    { mode: "data", type: "x", name: "read", instances: [{}] },
    {
      mode: "managed",
      type: "aws_vpc",
      name: "main",
      instances: [{ attributes: { id: "vpc-1" } }],
    },
    {
      module: "module.m",
      mode: "managed",
      type: "aws_eip",
      name: "e",
      instances: [{ index_key: 0 }],
    },
  ],
};
const read = (change: object = {}): Snapshot =>
  readSnapshot(JSON.stringify({ ...STATE, ...change }), "s3://state/key");

describe("a state", () => {
  it("is told by lineage, serial, the addresses of what stands and its outputs", () => {
    expect(read()).toMatchObject({
      lineage: "a-lineage",
      serial: 7,
      resources: ["aws_vpc.main", "module.m.aws_eip.e[0]"],
      outputs: ["url"],
    });
  });

  it.each(["", "{", "null", '{"version":3}', '{"version":4}'])(
    "is refused when it is %j",
    (text) => {
      expect(refusal(() => readSnapshot(text, "s3://state/key"))).toBe(
        "s3://state/key: what lies there is not a state of Terraform's; nothing was changed",
      );
    },
  );

  it("is empty only when neither things nor outputs are in it", () => {
    expect(isEmpty(read())).toBe(false);
    expect(isEmpty(read({ resources: [] }))).toBe(false);
    expect(isEmpty(readSnapshot(emptied(read()), "here"))).toBe(true);
    expect(readSnapshot(emptied(read()), "here").lineage).toBe("a-lineage");
  });
});

describe("what is lost on the way", () => {
  const [data, vpc, eip] = STATE.resources;

  it("is nothing when the serial counts up and keys change their order", () => {
    expect(lossOf(read(), read({ serial: 9 }))).toBeUndefined();
    const turned = Object.fromEntries(Object.entries(STATE).reverse());
    expect(lossOf(read(), readSnapshot(JSON.stringify(turned), "there"))).toBeUndefined();
  });

  it.each([
    ["the lineage", { lineage: "b" }, "the lineage is b instead of a-lineage"],
    ["time", { serial: 6 }, "the serial is 6, before it was 7"],
    ["a thing", { resources: [data, eip] }, "aws_vpc.main did not arrive"],
    ["a value", { resources: [data, { ...vpc, instances: [{}] }, eip] }, "values differ"],
    ["an output", { outputs: {} }, "values differ"],
  ])("is %s", (_, change, words) => {
    expect(lossOf(read(), read(change))).toBe(words);
  });
});

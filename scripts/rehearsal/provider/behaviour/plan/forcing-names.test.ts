import { describe, expect, it } from "vitest";
import type { Facts } from "../../schema/schema.ts";
import { forcingNames } from "./forcing-names.ts";

function names(facts: Facts, prior: object, proposed: object): readonly string[] {
  return [...forcingNames(facts, [], { prior: { ...prior }, proposed: { ...proposed } })];
}

describe("what forces a replacement", () => {
  it("takes what could not be asked along with the block that it stands in", () => {
    const facts = { forceNew: ["rule"], unknown: ["rule.port", "log.path", "name"] };
    expect(names(facts, {}, {})).toEqual(["rule", "rule.port"]);
  });

  it("leaves what could not be asked to change in a block that forces by its number alone", () => {
    const facts = { forceNew: ["vpc"], forceNewByCount: ["vpc"], unknown: ["vpc.subnets"] };
    expect(names(facts, {}, {})).toEqual(["vpc"]);
  });

  it("asks the argument that decides, as it is wished for", () => {
    const facts: Facts = {
      forceNew: ["input"],
      forceNewWith: { input: [{ by: "scope", values: ["ONCE"] }] },
      defaults: { scope: "ONCE" },
    };
    expect(names(facts, { scope: "CRUD" }, { scope: "ONCE" })).toEqual(["input"]);
    expect(names(facts, { scope: "ONCE" }, { scope: "CRUD" })).toEqual([]);
    expect(names(facts, {}, {})).toEqual(["input"]);
  });

  it("takes a missing switch for one that is off", () => {
    const facts: Facts = {
      forceNew: ["list"],
      forceNewWith: { list: [{ by: "by_list", values: [false] }] },
    };
    expect(names(facts, {}, {})).toEqual(["list"]);
    expect(names(facts, {}, { by_list: true })).toEqual([]);
  });

  it("looks at where a value comes from and goes to", () => {
    const facts: Facts = {
      forceNew: ["tenancy"],
      forceNewFromTo: { tenancy: [["default", "dedicated"]] },
    };
    expect(names(facts, { tenancy: "default" }, { tenancy: "dedicated" })).toEqual(["tenancy"]);
    expect(names(facts, { tenancy: "dedicated" }, { tenancy: "default" })).toEqual([]);
    expect(names(facts, {}, { tenancy: "dedicated" })).toEqual(["tenancy"]);
  });

  it("looks into blocks for where a value comes from and goes to", () => {
    const facts: Facts = {
      forceNew: ["encrypt.enabled"],
      forceNewFromTo: { "encrypt.enabled": [[true, false]] },
    };
    const on = { encrypt: [{ enabled: true }] };
    const off = { encrypt: [{ enabled: false }] };
    expect(names(facts, on, off)).toEqual(["encrypt.enabled"]);
    expect(names(facts, off, on)).toEqual([]);
    expect(names(facts, {}, on)).toEqual([]);
  });
});

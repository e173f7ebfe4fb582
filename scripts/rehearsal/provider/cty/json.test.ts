import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ctyTypes, ctyValues } from "../testing/cty.ts";
import { canonical } from "./equal.ts";
import { fromJson, toJson } from "./json.ts";
import type { CtyType } from "./type.ts";
import { isWhollyKnown } from "./value.ts";

const type: CtyType = ["object", { name: "string", ports: ["list", "number"], on: "bool" }];

describe("a state's JSON", () => {
  it("is brought to the present schema: what is missing is null, what is left over is dropped", () => {
    const state = fromJson({ name: "a", gone: 1 }, type);
    expect(state).toEqual({ name: "a", ports: null, on: null });
  });

  it("is converted between the primitive types as Terraform does", () => {
    const state = fromJson({ name: 7, ports: ["80"], on: "true" }, type);
    expect(state).toEqual({ name: "7", ports: [80], on: true });
  });

  it.each([
    [{ ports: ["a"] }, "state.ports[0] must be a number, got string"],
    [{ ports: {} }, "state.ports must be a list, got object"],
    [[], "state must be an object, got object"],
    [{ on: 1 }, "state.on must be a bool, got number"],
  ])("of another shape is refused with its place: %j", (json, message) => {
    expect(() => fromJson(json, type)).toThrow(new Error(message));
  });

  it.each([2n ** 60n, 2n ** 70n])("keeps the digits of %d, which a double shows otherwise", (n) => {
    expect(fromJson([`${n}`, "80", "080"], ["list", "number"])).toEqual([`${n}`, 80, 80]);
  });

  it("is what is read again, for every type", () => {
    const typed = ctyTypes.chain((each) => fc.tuple(fc.constant(each), ctyValues(each)));
    fc.assert(
      fc.property(typed, ([each, value]) => {
        fc.pre(isWhollyKnown(value));
        const read = fromJson(JSON.parse(JSON.stringify(toJson(value))), each);
        expect(canonical(read, each)).toBe(canonical(value, each));
      }),
    );
  });
});

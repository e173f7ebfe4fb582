import { decode, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { typedValues } from "../testing/cty.ts";
import { decodeValue, encodeValue } from "./codec.ts";
import { canonical, isEqual } from "./equal.ts";
import { isUnknown, UNKNOWN } from "./value.ts";

describe("the codec", () => {
  it("reads back what it wrote, for every type", () => {
    fc.assert(
      fc.property(typedValues, ([type, value]) => {
        const back = decodeValue(encodeValue(value, type), type);
        expect(canonical(back, type)).toBe(canonical(value, type));
        expect(plain(back)).toEqual(plain(value));
      }),
      { numRuns: 1000 },
    );
  });

  it("writes a decimal as its digits, which no double holds", () => {
    expect(decode(encodeValue(0.7, "number"))).toBe("0.7");
    expect(decodeValue(encode("0.7"), "number")).toBe(0.7);
  });

  it("keeps the digits of a number beyond 64 bits", () => {
    const digits = "123456789012345678901234567890";
    expect(decodeValue(encodeValue(digits, "number"), "number")).toBe(digits);
  });

  it("writes a field that the value lacks as null", () => {
    expect(decode(encodeValue({ a: 1 }, ["object", { a: "number", b: "string" }]))).toEqual({
      a: 1,
      b: null,
    });
  });

  it("keeps what Terraform knows of an unknown value", () => {
    const refined = decodeValue(Buffer.from("c7030c810102", "hex"), "string");
    expect(isUnknown(refined)).toBe(true);
    expect(Buffer.from(encodeValue(refined, "string")).toString("hex")).toBe("c7030c810102");
  });

  it("refuses to write a list from what is none", () => {
    expect(() => encodeValue("a", ["list", "string"])).toThrow(
      new Error("a list cannot be written from string"),
    );
  });
});

describe("equality", () => {
  it("does not mind the order and the repetitions of a set", () => {
    expect(isEqual(["a", "b"], ["b", "a", "a"], ["set", "string"])).toBe(true);
    expect(isEqual(["a", "b"], ["b", "a"], ["list", "string"])).toBe(false);
  });

  it("takes a missing field for null", () => {
    expect(isEqual({}, { a: null }, ["object", { a: "string" }])).toBe(true);
  });

  it("tells texts, numbers, null and unknown apart", () => {
    const values = ["null", "unknown", "1", "", null, UNKNOWN];
    const texts = new Set(values.map((value) => canonical(value, "string")));
    expect(texts.size).toBe(values.length);
  });

  it("agrees with itself both ways round, for every type", () => {
    fc.assert(
      fc.property(typedValues, ([type, a, b]) => {
        expect(isEqual(a, a, type)).toBe(true);
        expect(isEqual(a, b, type)).toBe(isEqual(b, a, type));
      }),
    );
  });
});

/** The value with unknowns and buffers as text, so that it can be compared deeply. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, item) => {
      if (typeof item === "bigint") return `${item}n`;
      return item instanceof Uint8Array ? Buffer.from(item).toString("hex") : item;
    }) ?? "null",
  );
}

import fc from "fast-check";
import type { CtyType } from "../cty/type.ts";
import { Dynamic, UNKNOWN, Unknown, type Value } from "../cty/value.ts";

/** Any type of Terraform's, nested a few times. */
export const ctyTypes: fc.Arbitrary<CtyType> = fc.letrec<{ type: CtyType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<CtyType>("string", "number", "bool", "dynamic"),
    fc.tuple(fc.constantFrom("list", "set", "map"), tie("type")) as fc.Arbitrary<CtyType>,
    fc
      .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie("type"), { maxKeys: 4 })
      .map((fields): CtyType => ["object", fields]),
    fc.array(tie("type"), { maxLength: 3 }).map((types): CtyType => ["tuple", types]),
  ),
})).type;

const numbers = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => !isSafe(value)),
  // Beyond 64 bits a number is its digits.
  fc.bigInt({ min: 2n ** 70n, max: 2n ** 90n }).map(String),
);

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value));
}

/** Any value of a type: null and unknown ones too. */
export function ctyValues(type: CtyType): fc.Arbitrary<Value> {
  const refined = fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => new Unknown(bytes));
  return fc.oneof(
    { weight: 8, arbitrary: knownValues(type) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(UNKNOWN) },
    { weight: 1, arbitrary: refined },
  );
}

function knownValues(type: CtyType): fc.Arbitrary<Value> {
  if (type === "string") return fc.string({ unit: "grapheme" });
  if (type === "bool") return fc.boolean();
  if (type === "number") return numbers;
  if (type === "dynamic") {
    return ctyValues("string").map((value) => new Dynamic('"string"', value));
  }
  const [kind, inner] = type;
  if (kind === "map")
    return fc.dictionary(fc.string(), ctyValues(inner as CtyType), { maxKeys: 3 });
  if (kind === "object") {
    const fields = Object.entries(inner as Readonly<Record<string, CtyType>>);
    return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, ctyValues(field)])));
  }
  if (kind === "tuple") return fc.tuple(...(inner as readonly CtyType[]).map(ctyValues));
  return fc.array(ctyValues(inner as CtyType), { maxLength: 3 });
}

/** A type with two of its values. */
export const typedValues: fc.Arbitrary<readonly [CtyType, Value, Value]> = ctyTypes.chain((type) =>
  fc.tuple(fc.constant(type), ctyValues(type), ctyValues(type)),
);

import { isEqual } from "../cty/equal.ts";
import type { CtyType } from "../cty/type.ts";
import { isFields, isList, isUnknown, isWhollyKnown, type Value } from "../cty/value.ts";

/** Could `value` be what became of `planned`? What was planned unknown can have become anything. */
export function isMadeFrom(planned: Value, value: Value, type: CtyType): boolean {
  if (isUnknown(planned)) return true;
  if (isWhollyKnown(planned)) return isEqual(planned, value, type);
  const [kind, inner] = type as readonly [string, CtyType | Readonly<Record<string, CtyType>>];
  if (isFields(planned) && isFields(value)) {
    const typeOf = (name: string) =>
      kind === "object" ? (inner as Readonly<Record<string, CtyType>>)[name]! : (inner as CtyType);
    return Object.entries(planned).every(([name, each]) =>
      isMadeFrom(each, value[name] ?? null, typeOf(name)),
    );
  }
  if (!isList(planned) || !isList(value) || planned.length !== value.length) return false;
  // The elements of a set have no order that could be compared while parts of them are unknown.
  if (kind === "set") return true;
  return planned.every((each, at) => {
    const own = kind === "tuple" ? (inner as unknown as CtyType[])[at]! : (inner as CtyType);
    return isMadeFrom(each, value[at]!, own);
  });
}

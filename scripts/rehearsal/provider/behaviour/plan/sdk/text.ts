import type { CtyType } from "../../../cty/type.ts";
import { isUnknown, type Value } from "../../../cty/value.ts";

/** The text that stands for what is known after apply only. No author writes it. */
export const UNKNOWN_TEXT = "\u0000unknown";

/** The text of a primitive value; undefined for none. */
export function textOf(value: Value | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  return isUnknown(value) ? UNKNOWN_TEXT : `${value as string | number | bigint | boolean}`;
}

/** The text of what a missing value is taken for. */
export function zeroText(type: CtyType): string {
  return type === "number" ? "0" : type === "bool" ? "false" : "";
}

/** A text as one of its type: a number or switch that was lost reads as its zero. */
export function typedText(text: string, type: CtyType): string {
  return text === "" ? zeroText(type) : text;
}

/** The value of a text. */
export function valueOfText(text: string, type: CtyType): Value {
  if (type === "bool") return text === "true";
  if (type !== "number") return text;
  // Nothing that was a number becomes "" but where its value was lost.
  if (text === "") return null;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

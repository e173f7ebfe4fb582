import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import type { Connection } from "../connection.ts";

/** Answers a question with what follows from it; with nothing where it must be looked up. */
export type Answer = (config: Fields, connection: Connection) => Fields | undefined;

/** The texts of a list. */
export function texts(value: Value | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The blocks of a list. */
export function blocks(value: Value | undefined): Fields[] {
  return isList(value) ? value.filter(isFields) : [];
}

/** JSON as Go writes it. */
export function goJson(value: object, indent: number): string {
  const escapes: Readonly<Record<string, string>> = {
    "&": "\\u0026",
    "<": "\\u003c",
    ">": "\\u003e",
  };
  const plain = (_key: string, each: unknown) => (typeof each === "bigint" ? Number(each) : each);
  return JSON.stringify(value, plain, indent).replace(/[&<>]/g, (sign) => escapes[sign]!);
}

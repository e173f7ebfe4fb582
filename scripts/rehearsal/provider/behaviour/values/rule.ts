import type { Value } from "../../cty/value.ts";
import type { Connection } from "../connection.ts";

/** The resource whose computed values are being made. */
export interface Subject {
  readonly type: string;
  readonly connection: Connection;
  /** A value of the resource; computed ones are made when they are asked for. */
  value(name: string): Value;
  /** The same as text; "" when it is not set or no text. */
  text(name: string): string;
  /** Expands a template for this resource. */
  expand(template: string): string;
  /** One more than the greatest `attribute` among things of the type that share `key`. */
  next(attribute: string, key: string): number;
}

/** How one computed value is made: a template (see `expand`), a value as it is, or a function. */
export type Rule = string | number | boolean | null | readonly Value[] | ((self: Subject) => Value);

/** Rules of many types: type, then attribute. */
export type RuleTable = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

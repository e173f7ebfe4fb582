import type { CtyType } from "../cty/type.ts";

/** How a nested block or a nested attribute repeats. */
export type Nesting = "single" | "group" | "list" | "set" | "map";

/** One argument or computed value, as `terraform providers schema -json` tells it. */
export interface Attribute {
  readonly type?: CtyType;
  readonly nested_type?: {
    readonly attributes: Readonly<Record<string, Attribute>>;
    readonly nesting_mode: Nesting;
  };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
  readonly deprecated?: boolean;
}

/** A nested block and how often it may stand there. */
export interface NestedBlock {
  readonly nesting_mode: Nesting;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

/** What may be written between two braces. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

/** A resource type, a data source type or a provider's configuration. */
export interface Schema {
  readonly version: number;
  readonly block: Block;
}

/**
 * How a resource type behaves beyond its schema, learned by asking the real provider. Paths are
 * names joined by dots, without indexes and keys. A lower bound: what is not listed was not seen.
 */
export interface Facts {
  /** Is the type built on HashiCorp's older provider library? Absent where nobody asked. */
  readonly legacy?: boolean;
  /** A change of these paths replaces the resource. */
  readonly forceNew?: readonly string[];
  /** Computed attributes that an in-place update makes unknown: always, or by these paths. */
  readonly recomputed?: Readonly<Record<string, "always" | readonly string[]>>;
  /** What is planned where nobody set a value. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Computed attributes that a create plans as null. */
  readonly nullAtCreate?: readonly string[];
  /** Nested blocks that a cloud fills where the author wrote none. */
  readonly computedBlocks?: readonly string[];
  /** Places at which what is written is left out of the plan while another has such a value. */
  readonly leftOutWith?: Readonly<Record<string, readonly Condition[]>>;
  /** How the provider rewrites a text before it plans it. */
  readonly normal?: Readonly<Record<string, string | undefined>>;
  /** Forcing paths that force nothing when their value is taken away. */
  readonly forceNewIfSet?: readonly string[];
  /** Paths that force a replacement when their value is taken away, and not when it changes. */
  readonly forceNewIfRemoved?: readonly string[];
  /** Forcing nested blocks of which only the number of elements forces, and no change inside. */
  readonly forceNewByCount?: readonly string[];
  /** Forcing arguments that force only while another one has one of these values. */
  readonly forceNewWith?: Readonly<Record<string, readonly Condition[]>>;
  /** Forcing arguments that force only when they go from one of these values to another. */
  readonly forceNewFromTo?: Readonly<Record<string, readonly Step[]>>;
  /** Computed values inside of nested blocks that an in-place update keeps. */
  readonly kept?: readonly string[];
  /** Inside of sets: what the provider does not look at to tell elements apart. */
  readonly unhashed?: readonly string[];
  /** Arguments that force a replacement when others change: by any change, or by these. */
  readonly forcedBy?: Readonly<Record<string, "always" | readonly string[]>>;
  /** Places that could not be asked. */
  readonly unknown?: readonly string[];
  /** Nested blocks that stay when the author takes them away. */
  readonly held?: readonly string[];
  /** The only values that are accepted. */
  readonly oneOf?: Readonly<Record<string, readonly string[] | undefined>>;
  /** Least and greatest number; null is open. */
  readonly range?: Readonly<Record<string, Bounds>>;
  /** What a number is a multiple of; known by hand only. */
  readonly multipleOf?: Readonly<Record<string, number>>;
  /** Least and greatest number of entries of a map; known by hand only. */
  readonly entries?: Readonly<Record<string, Bounds>>;
  /** Values that are accepted beyond the range; known by hand only. */
  readonly alsoAllowed?: Readonly<Record<string, readonly unknown[]>>;
  /** Least and greatest length of a string. */
  readonly length?: Readonly<Record<string, Bounds>>;
  /** A regular expression in Go's syntax. */
  readonly pattern?: Readonly<Record<string, string>>;
  /** What kind of text it must be: `arn`, `cidr`, `json`, ... */
  readonly format?: Readonly<Record<string, string>>;
  readonly conflictsWith?: Readonly<Record<string, readonly string[]>>;
  readonly exactlyOneOf?: readonly (readonly string[])[];
  readonly atLeastOneOf?: readonly (readonly string[])[];
  readonly requiredWith?: Readonly<Record<string, readonly string[]>>;
  /** Paths at which the provider refused a value in words that were not understood. */
  readonly otherRule?: readonly string[];
}

/** Rules for arguments: what a value is held against, and what must or must not stand beside it. */
export type AskedRules = Pick<
  Facts,
  | ("alsoAllowed" | "entries" | "format" | "length" | "multipleOf" | "oneOf" | "pattern" | "range")
  | ("atLeastOneOf" | "conflictsWith" | "exactlyOneOf" | "requiredWith")
>;

/** A place that decides on another by its value. */
export interface Condition {
  readonly by: string;
  readonly values: readonly (string | boolean)[];
}

/** A change of a value. */
export type Step = readonly [from: string | boolean, to: string | boolean];

/** Lower and upper bound, both included; null is open. */
export type Bounds = readonly [least: number | null, most: number | null];

/** A nested attribute's own attributes, seen as a block. */
export function nestedBlock(attribute: Attribute): Block {
  return { attributes: attribute.nested_type?.attributes ?? {} };
}

/** May an author write it? */
export function isSettable(attribute: Attribute): boolean {
  return attribute.required === true || attribute.optional === true;
}

import type { Construct } from "constructs";

/** The cloud whose provider an exported module needs. */
export type ExportedCloud = "aws" | "google" | "cloudflare";

/** Something that a construct makes of a prop's value, in TypeScript and in Terraform. */
export interface Reckoning {
  /** What the construct makes. */
  readonly of: (value: never) => unknown;
  /** The same as an expression of the variable: `var.keep_days * 86400`. */
  readonly terraform: (variable: string) => string;
}

/** For a prop whose value the construct looks at, and passes on. */
export const AS_IT_IS: Reckoning = { of: (value) => value, terraform: (variable) => variable };

/** For a prop in another unit than the provider's argument: seconds of days. */
export function times(factor: number): Reckoning {
  return {
    of: (value: number) => value * factor,
    terraform: (variable) => `${variable} * ${factor}`,
  };
}

/** A prop that becomes a variable: its value reaches the provider's arguments, as it is or reckoned. */
export interface ExportedVariable {
  /** What the variable is called. @default the path of the prop in snake case */
  readonly name?: string;
  /**
   * Values that the construct takes, at least two. With each of them it must make the same as the exported
   * module, or the export is refused.
   */
  readonly samples: readonly unknown[];
  /**
   * What the construct does without the prop; `null` where it then leaves the argument out. The export is
   * refused where the construct does something else.
   *
   * @default the variable must be given
   */
  readonly default?: unknown;
  /**
   * What a text must match, where the construct checks one: its own expression. Needed where the value becomes
   * part of a longer text, and must then admit nothing that would have to be escaped there.
   *
   * @default whatever the construct's refusals of wrong values say: a range, a length, one of a list
   */
  readonly pattern?: RegExp;
  /**
   * What the construct makes of the value, where it looks at it or reckons with it. The construct is then
   * tried with the samples alone: without a `pattern` the variable admits no other values.
   *
   * @default nothing: the construct never knows the value
   */
  readonly reckoned?: readonly Reckoning[];
  /** What the `pattern` says, where it is narrower than the construct: follows "must". @default the construct's words */
  readonly rule?: string;
  /** What else it must, that its module cannot check: each follows "must". @default what is left of the construct's */
  readonly unchecked?: readonly string[];
}

/** An object of another module that a prop wants, made of plain values. */
export interface ExportedObject {
  /** Where the values are described: folder from the root of the repository, and interface. */
  readonly props: { readonly folder: string; readonly name: string };
  /** Makes the object. It makes no resources. */
  readonly make: (scope: Construct, id: string, values: never) => unknown;
}

/** What an exported module hands out. */
export interface ExportedOutput {
  /** A field of the construct. */
  readonly value: string | readonly string[];
  /** What it is, in one sentence. */
  readonly description: string;
}

/** A resource whose name inside of the exported module has changed. */
export interface ExportedMove {
  /** Address in the module as it was: `aws_s3_bucket.this`. */
  readonly from: string;
  /** Address as it is now. */
  readonly to: string;
}

/** A construct, frozen at some of its props, for those who write Terraform and not TypeScript. */
export interface ExportedModule {
  /** What the registry calls it, without the cloud: `bucket`. */
  readonly name: string;
  readonly cloud: ExportedCloud;
  /** What it makes, in one sentence. */
  readonly summary: string;
  /** Where its props are described: folder from the root of the repository, interface, and folders of types that it names. */
  readonly props: {
    readonly folder: string;
    readonly name: string;
    readonly others?: readonly string[];
  };
  /** Props that are objects of other modules. */
  readonly objects: Readonly<Record<string, ExportedObject>>;
  /** Props that cannot be chosen, in a region. */
  readonly fixed: (region: string) => Readonly<Record<string, unknown>>;
  /** Props that can, by path: `keepOldDays`, `encryption.keyId`. */
  readonly variables: Readonly<Record<string, ExportedVariable>>;
  /** Names that have changed since the first release; none is ever taken out. */
  readonly moved: readonly ExportedMove[];
  /** Makes the construct; returns what is handed out. */
  readonly make: (
    scope: Construct,
    id: string,
    props: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, ExportedOutput>>;
}

/** An exported module as it is declared beside its construct. */
export interface ExportDeclaration<P, C>
  extends Omit<ExportedModule, "make" | "moved" | "fixed" | "objects"> {
  /** The construct. */
  readonly construct: new (
    scope: Construct,
    id: string,
    props: P,
  ) => C;
  /** Props that cannot be chosen; those that name the region, of the region. */
  readonly fixed: Partial<P> | ((region: string) => Partial<P>);
  /** Props that are objects of other modules. @default none */
  readonly objects?: { readonly [Prop in keyof P]?: ExportedObject };
  /** What is handed out, by name in snake case. */
  readonly outputs: (made: C) => Readonly<Record<string, ExportedOutput>>;
  /** Names that have changed since the first release. @default none */
  readonly moved?: readonly ExportedMove[];
}

/** Declares that a construct is exported as a Terraform module. */
export function exported<P, C extends Construct>(
  declaration: ExportDeclaration<P, C>,
): ExportedModule {
  const { construct: Made, fixed, objects = {}, outputs, moved = [], ...rest } = declaration;
  const made = objects as Readonly<Record<string, ExportedObject>>;
  return {
    ...rest,
    objects: made,
    fixed: (region) =>
      (typeof fixed === "function" ? fixed(region) : fixed) as Readonly<Record<string, unknown>>,
    moved,
    make: (scope, id, props) => {
      const whole = Object.entries(props).map(([prop, value]) => [
        prop,
        made[prop] ? made[prop].make(scope, prop, value as never) : value,
      ]);
      return outputs(new Made(scope, id, Object.fromEntries(whole) as P));
    },
  };
}

import type { Construct } from "constructs";

/** The cloud whose provider an exported module needs. */
export type ExportedCloud = "aws" | "google" | "cloudflare";

/** A prop that becomes a variable: its value reaches the provider's arguments as it is. */
export interface ExportedVariable {
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
}

/** What an exported module hands out. */
export interface ExportedOutput {
  /** A field of the construct. */
  readonly value: string;
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
  /** Where its props are described: folder from the root of the repository, and interface. */
  readonly props: { readonly folder: string; readonly name: string };
  /** Props that cannot be chosen. */
  readonly fixed: Readonly<Record<string, unknown>>;
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
export interface ExportDeclaration<P, C> extends Omit<ExportedModule, "make" | "moved" | "fixed"> {
  /** The construct. */
  readonly construct: new (
    scope: Construct,
    id: string,
    props: P,
  ) => C;
  /** Props that cannot be chosen. */
  readonly fixed: Partial<P>;
  /** What is handed out, by name in snake case. */
  readonly outputs: (made: C) => Readonly<Record<string, ExportedOutput>>;
  /** Names that have changed since the first release. @default none */
  readonly moved?: readonly ExportedMove[];
}

/** Declares that a construct is exported as a Terraform module. */
export function exported<P, C extends Construct>(
  declaration: ExportDeclaration<P, C>,
): ExportedModule {
  const { construct: Made, fixed, outputs, moved = [], ...rest } = declaration;
  return {
    ...rest,
    fixed: fixed as Readonly<Record<string, unknown>>,
    moved,
    make: (scope, id, props) => outputs(new Made(scope, id, props as P)),
  };
}

import type { ExportedModule } from "@groundplan/core/exported";
import type { Sections } from "./frozen.ts";
import type { Requirement } from "./requirements.ts";
import type { Rules } from "./rules.ts";

/** A variable of an exported module, with all that is known of it. */
export interface Variable {
  readonly name: string;
  readonly prop: string;
  readonly type: string;
  readonly description: string;
  /** Left out where it must be given. */
  readonly default?: unknown;
  readonly rules: Rules;
}

/** An exported module before it is written. */
export interface Assembled {
  readonly module: ExportedModule;
  /** `terraform-aws-bucket`: what the registry wants its repository, and we its folder, to be called. */
  readonly folder: string;
  readonly variables: readonly Variable[];
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  /** Addresses of its resources and data sources, sorted. */
  readonly addresses: readonly string[];
  readonly requirement: Requirement;
  readonly sections: Sections;
}

import type { Json } from "../../stacks/template.ts";

/**
 * What `terraform show -json <plan>` and `tofu show -json <plan>` print (format 1.x): the parts that
 * a review looks at. Everything in it is in clear, secrets too.
 */
export interface PlanJson {
  readonly format_version: string;
  readonly terraform_version?: string;
  /** Whether there is something to apply. OpenTofu does not say. */
  readonly applyable?: boolean;
  /** Whether every object is covered. OpenTofu does not say. */
  readonly complete?: boolean;
  readonly errored?: boolean;
  /** Carries no marks of its own: what is sensitive stands in `configuration`. */
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly planned_values?: StateValues;
  readonly prior_state?: { readonly values?: StateValues };
  readonly configuration?: Json;
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly relevant_attributes?: readonly RelevantAttribute[];
  readonly output_changes?: Readonly<Record<string, ValueChange>>;
  readonly checks?: readonly PlanCheck[];
  readonly deferred_changes?: readonly DeferredChange[];
  readonly action_invocations?: readonly Json[];
  readonly deferred_action_invocations?: readonly Json[];
}

/** The values of a thing before and after, with the trees that mark them. */
export interface ValueChange {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Paths of the attributes that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string; readonly identity?: unknown };
  readonly generated_config?: string;
}

/** One thing of a plan. */
export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name?: string;
  /** Key of what an earlier, failed replacement has left over. */
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: ValueChange;
}

/** An attribute that may have led to the plan: only then is its drift worth a line. */
export interface RelevantAttribute {
  readonly resource: string;
  readonly attribute: readonly (string | number)[];
}

/** The outcome of the checks of one object. */
export interface PlanCheck {
  readonly address?: { readonly to_display?: string; readonly kind?: string };
  readonly status?: string;
  readonly instances?: readonly {
    readonly status?: string;
    readonly problems?: readonly { readonly message?: string }[];
  }[];
}

/** A change that this plan cannot decide yet. */
export interface DeferredChange {
  readonly reason?: string;
  readonly resource_change?: ResourceChange;
}

/** A state as values: outputs and modules of resources. */
export interface StateValues {
  readonly outputs?: Readonly<Record<string, StateOutput>>;
  readonly root_module?: StateModule;
}

/** One output of a state. */
export interface StateOutput {
  readonly sensitive?: boolean;
  readonly value?: unknown;
}

/** The resources of one module, and of those below it. */
export interface StateModule {
  readonly resources?: readonly {
    readonly address?: string;
    readonly values?: unknown;
    readonly sensitive_values?: unknown;
  }[];
  readonly child_modules?: readonly StateModule[];
}

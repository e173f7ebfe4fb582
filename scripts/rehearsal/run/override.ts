import { type Json, readState, remoteStates, type StackTemplate } from "../../stacks/template.ts";

/** Name of the one file that turns a copy into a rehearsal. Terraform reads it last. */
export const OVERRIDE_FILE = "zz_rehearsal_override.tf.json";

/** What the override needs to know besides the stack itself. */
export interface OverrideOptions {
  /** The one backend block: where Terraform finds the rehearsed state. */
  readonly backend: Json;
  /** Path of the rehearsed state of whatever keeps a state; nothing for a stranger's. */
  readonly producer: (identity: string) => string | undefined;
  /** What goes into each provider block, so that the rehearsal provider takes it and no other does. */
  readonly marker: Json;
}

/** A stack reads what no stack of this estate keeps. */
export class ForeignState extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ForeignState";
    this.problems = problems;
  }
}

/**
 * The override of one stack: its state and every state that it reads lie in the rehearsal, and its
 * providers carry the marker. Over it the stack cannot reach the real state, nor a real cloud.
 */
export function rehearsalOverride(
  stack: string,
  template: StackTemplate,
  options: OverrideOptions,
): Json {
  const reads = readsOf(stack, template, options);
  const providers = providersOf(template, options.marker);
  return {
    terraform: { backend: options.backend },
    ...(Object.keys(providers).length > 0 && { provider: providers }),
    ...(Object.keys(reads).length > 0 && { data: { terraform_remote_state: reads } }),
  };
}

function readsOf(stack: string, template: StackTemplate, { producer }: OverrideOptions): Json {
  const problems: string[] = [];
  const reads = remoteStates(template).map(({ name, address, body }) => {
    const identity = readState(body);
    const path = producer(identity);
    if (path === undefined) {
      problems.push(
        `${stack}: ${address} reads the state ${identity}, which no stack here keeps; a rehearsal cannot read it`,
      );
    }
    return [name, { backend: "local", config: { path } }];
  });
  if (problems.length > 0) throw new ForeignState(problems);
  return Object.fromEntries(reads);
}

/** One entry for each provider block, told from its brothers by its alias. */
function providersOf({ provider = {} }: StackTemplate, marker: OverrideOptions["marker"]): Json {
  const marked = Object.entries(provider).map(([name, blocks]) => {
    const all: readonly Json[] = Array.isArray(blocks) ? blocks : [blocks];
    return [name, all.map(({ alias }) => ({ ...(alias !== undefined && { alias }), ...marker }))];
  });
  return Object.fromEntries(marked);
}

import type { PlanJson } from "../review/plan/plan-json.ts";
import type { StaleRead } from "../review/set/input.ts";
import type { Stack } from "../stacks/manifest.ts";
import { ownState, readState, remoteStates } from "../stacks/template.ts";

/** What one stack reads of another. */
export interface Read {
  readonly producer: string;
  /** Address of the remote state that reads it: `data.terraform_remote_state.network`. */
  readonly address: string;
  readonly outputs: readonly string[];
}

/** Which outputs of which stacks a stack reads. */
export function readsOf({ id, template }: Stack, estate: readonly Stack[]): Read[] {
  const keeper = new Map(estate.map((stack) => [ownState(stack.template), stack.id]));
  const text = JSON.stringify({ ...template, "//": undefined });
  return remoteStates(template).flatMap(({ address, body }) => {
    const producer = keeper.get(readState(body));
    if (producer === undefined || producer === id) return [];
    const reference = new RegExp(
      `${address.replaceAll(".", "\\.")}\\.outputs(?:\\.([\\w-]+)|\\[\\\\?"([^"\\\\]+)\\\\?"\\])`,
      "g",
    );
    const outputs = [...text.matchAll(reference)].map((match) => match[1] ?? match[2]!);
    return [{ producer, address, outputs: [...new Set(outputs)].sort() }];
  });
}

/** What of a plan the readers of its stack need: it is kept until they are planned. */
export function onlyOutputs({ format_version, output_changes, prior_state }: PlanJson): PlanJson {
  const outputs = prior_state?.values?.outputs;
  return {
    format_version,
    ...(output_changes && { output_changes }),
    ...(outputs && { prior_state: { values: { outputs } } }),
  };
}

/** Names of the outputs that a plan changes. */
export function movedOutputs(plan: PlanJson): string[] {
  return Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => !actions.includes("no-op"))
    .map(([name]) => name);
}

/** The outputs that a stack reads and that the plans of their producers move. */
export function staleReads(
  reads: readonly Read[],
  planOf: (stack: string) => PlanJson | undefined,
): StaleRead[] {
  return reads.flatMap(({ producer, outputs }) => {
    const plan = planOf(producer);
    const moved = plan ? movedOutputs(plan) : [];
    const both = outputs.filter((name) => moved.includes(name));
    return both.length > 0 ? [{ producer, outputs: both }] : [];
  });
}

/** The first producer that has not been applied yet: an output that is read is not in its state. */
export function missingProducer(
  reads: readonly Read[],
  planOf: (stack: string) => PlanJson | undefined,
): string | undefined {
  return reads.find(({ producer, outputs }) => {
    const plan = planOf(producer);
    if (!plan) return false;
    const standing = plan.prior_state?.values?.outputs ?? {};
    return outputs.some((name) => !Object.hasOwn(standing, name));
  })?.producer;
}

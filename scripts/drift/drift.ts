import { rmSync } from "node:fs";
import { join } from "node:path";
import type { GroundOptions } from "../plan/ground.ts";
import { loadPlanSet } from "../plan/load.ts";
import { makePlanSet } from "../plan/make.ts";
import { passingFolder } from "../plan/passing.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { SchemaOf } from "../review/schema.ts";
import { Secrets } from "../review/secret/secrets.ts";
import type { SetInput, StackInput } from "../review/set/input.ts";
import { reviewSet } from "../review/set/set.ts";
import type { StackReview } from "../review/set/stack-review.ts";
import type { Origin } from "../review/stack/change.ts";
import { type DriftedThing, driftOf } from "../review/stack/drift.ts";
import { ignoredOf, ofTheCode } from "./of-the-code.ts";

/** One thing that is not as the last apply left it, and where the code makes it. */
export interface Drifted extends DriftedThing {
  readonly origin?: Origin;
}

/** What looking at one stack has shown. */
export interface StackDrift {
  readonly stack: string;
  readonly environment: string;
  readonly result: "as applied" | "drift" | "not applied" | "failed";
  readonly things: readonly Drifted[];
  /** Names of the outputs that would be others. */
  readonly outputs: readonly string[];
  /** Why it could not be looked at. */
  readonly problems: readonly string[];
}

/** What looking has shown. Nothing in it is secret, and nothing of it depends on when it was done. */
export interface DriftReport {
  readonly rehearsal: boolean;
  readonly stacks: readonly StackDrift[];
}

/** Where to look. */
export interface DriftOptions extends GroundOptions {
  readonly rehearsal: boolean;
  readonly now: () => Date;
}

/** Looks for what was changed outside of Terraform, by refresh-only plans. Changes nothing. */
export async function findDrift(
  options: DriftOptions,
): Promise<{ readonly report: DriftReport; readonly secrets: Secrets }> {
  const folder = passingFolder("groundplan-drift-");
  const out = join(folder, "set");
  try {
    await makePlanSet({ ...options, out, mode: "refresh-only" });
    const { input } = loadPlanSet(out);
    const secrets = new Secrets();
    const { stacks } = reviewSet(input, secrets);
    const { rehearsal } = options;
    const report = { rehearsal, stacks: stacks.map((each) => seen(each, input, secrets)) };
    return { report, secrets };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seen(review: StackReview, input: SetInput, secrets: Secrets): StackDrift {
  const { stack, environment, result, plan, problems } = review;
  const own = input.stacks.find((each) => each.stack === stack);
  const things = driftedOf(own, input.schemaOf, secrets).map((thing): Drifted => {
    const origin = input.originOf(stack, thing.address);
    return { ...thing, ...(origin && { origin }) };
  });
  const outputs = (plan?.outputs ?? []).map(({ name }) => name);
  const stands = isStanding(own?.plan);
  const failed = result === "failed" || result === "stopped";
  const drifted = things.length > 0 || (stands && outputs.length > 0);
  return {
    stack,
    environment,
    result: failed ? "failed" : drifted ? "drift" : stands ? "as applied" : "not applied",
    things,
    outputs: stands ? outputs : [],
    problems: failed ? problems.map(({ text }) => text) : [],
  };
}

/** Things that are gone, or of which something is not as the code says. */
function driftedOf(
  own: StackInput | undefined,
  schemaOf: SchemaOf,
  secrets: Secrets,
): DriftedThing[] {
  // All of it: an output that moves with one thing must not make the others look as if they did not matter.
  const plan = own?.plan && { ...own.plan, output_changes: {} };
  const things = plan ? driftOf(plan, { schemaOf, secrets }).relevant : [];
  const drifted = new Map((own?.plan?.resource_drift ?? []).map((each) => [each.address, each]));
  return things
    .map(({ attributes, ...thing }) => {
      const { type, provider_name } = drifted.get(thing.address) ?? {};
      const shape = type ? schemaOf(type, provider_name) : undefined;
      const ignored = ignoredOf(own?.template, thing.address);
      return { ...thing, attributes: ofTheCode(attributes, shape, ignored) };
    })
    .filter(({ gone, attributes }) => gone || attributes.length > 0);
}

/** True where something was applied. What is only read stands nowhere. */
function isStanding(plan: PlanJson | undefined): boolean {
  const root = plan?.prior_state?.values?.root_module;
  const made = (root?.resources ?? []).filter(({ address }) => !address?.startsWith("data."));
  return made.length > 0 || (root?.child_modules ?? []).length > 0;
}

/** Exit codes: nothing has drifted; a stack could not be looked at; something has drifted. */
export function exitCodeOf({ stacks }: DriftReport): number {
  if (stacks.some(({ result }) => result === "failed")) return 1;
  return stacks.some(({ result }) => result === "drift") ? 3 : 0;
}

import { loadPlanSet } from "../plan/load.ts";
import type { PlanSetManifest, StackEntry } from "../plan/manifest.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { SetInput } from "../review/set/input.ts";
import { reversed } from "../stacks/in-order.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { Terraform } from "../terraform/find.ts";

/** A plan set cannot be applied. Nothing was changed. */
export class NotApplicable extends Error {
  constructor(problems: readonly string[]) {
    super([...problems, "nothing was applied"].join("\n"));
    this.name = "NotApplicable";
  }
}

/** What was reviewed. */
export interface Reviewed {
  readonly folder: string;
  readonly manifest: PlanSetManifest;
  readonly input: SetInput;
  planOf(stack: string): PlanJson | undefined;
}

/** One stack of a set that may have to be applied. */
export interface Task {
  readonly id: string;
  /** Stacks whose end it waits for. */
  readonly dependencies: readonly string[];
  readonly stack: Stack;
  readonly entry: StackEntry;
  /** The reviewed plan; nothing where the stack was blocked, or only read what moves. */
  readonly plan?: PlanJson;
}

/** Reads a plan set for applying it. Throws with all that speaks against that. */
export function readReviewed(folder: string, terraform: Terraform): Reviewed {
  const { manifest, input } = loadPlanSet(folder);
  const plans = new Map(input.stacks.map(({ stack, plan }) => [stack, plan]));
  const problems = manifest.stacks
    .filter(({ result }) => result === "failed" || result === "stopped")
    .map(({ stack }) => `${stack} could not be planned; plan again, or plan only the others`);
  const partial = input.stacks
    .filter(({ plan }) => plan?.errored)
    .map(({ stack }) => `the plan of ${stack} failed half-way; plan again`);
  const { engine, version } = manifest.engine;
  const other = engine !== terraform.engine || version !== terraform.version;
  const name = (each: string) => (each === "tofu" ? "OpenTofu" : "Terraform");
  const program = `planned with ${name(engine)} ${version}, but here is ${name(terraform.engine)} ${terraform.version}; use the same (TERRAFORM_BINARY_NAME names a program), or plan again`;
  if (manifest.mode === "refresh-only") {
    problems.push("these plans only looked for drift; there is nothing in them to apply");
  }
  const all = [...problems, ...partial, ...(other ? [program] : [])];
  if (all.length > 0) throw new NotApplicable(all);
  return { folder, manifest, input, planOf: (stack) => plans.get(stack) };
}

/**
 * What there is to do, in the order of the code as it is now: producers first, or last where all of
 * it is to be destroyed. Throws where a stack is not in the code any more.
 */
export function tasksOf({ manifest, planOf }: Reviewed, estate: readonly Stack[]): Task[] {
  const byId = new Map(estate.map((stack) => [stack.id, stack]));
  const wanted = manifest.stacks.filter(({ result }) => result !== "removed");
  const gone = wanted.filter(({ stack }) => !byId.has(stack));
  if (gone.length > 0) {
    throw new NotApplicable(
      gone.map(({ stack }) => `${stack} was planned and is not in the code any more; plan again`),
    );
  }
  const tasks = wanted.map((entry): Task => {
    const stack = byId.get(entry.stack)!;
    const plan = planOf(entry.stack);
    const { id, dependencies } = stack;
    return { id, dependencies, stack, entry, ...(plan && { plan }) };
  });
  return manifest.mode === "destroy" ? reversed(tasks) : tasks;
}

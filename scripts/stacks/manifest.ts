import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownState, readState, remoteStates, type StackTemplate } from "./template.ts";

/** One synthesized stack. */
export interface Stack {
  /** `<environment>-<app>-<layer>` */
  readonly id: string;
  /** First part of the id. The name of an environment has no hyphen. */
  readonly environment: string;
  /** Last part of the id. */
  readonly layer: string;
  /** Ids of the stacks that must be applied before: those that it depends on or reads. */
  readonly dependencies: readonly string[];
  /** Absolute path of the folder that synth wrote. Nothing of ours runs Terraform in it. */
  readonly folder: string;
  readonly template: StackTemplate;
}

/** The part of cdktf's manifest that we read. */
interface Manifest {
  readonly stacks: Readonly<Record<string, ManifestStack>>;
}

interface ManifestStack {
  readonly name: string;
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

/** Reads what synth wrote into `output`: every stack, producers before their consumers. */
export function readStacks(output: string): Stack[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8"));
  const read = Object.values(manifest.stacks).map((entry) => ({
    entry,
    template: JSON.parse(
      readFileSync(join(output, entry.synthesizedStackPath), "utf8"),
    ) as StackTemplate,
  }));
  const keeper = new Map(read.map(({ entry, template }) => [ownState(template), entry.name]));
  const stacks = read.map(({ entry, template }) => {
    const producers = remoteStates(template).flatMap(({ body }) => {
      const producer = keeper.get(readState(body));
      return producer && producer !== entry.name ? [producer] : [];
    });
    return {
      id: entry.name,
      ...partsOfId(entry.name),
      dependencies: [...new Set([...entry.dependencies, ...producers])].sort(),
      folder: join(output, entry.workingDirectory),
      template,
    };
  });
  return producersFirst(stacks);
}

/** Environment and layer of a stack id. */
export function partsOfId(id: string): { environment: string; layer: string } {
  const parts = id.split("-");
  return { environment: parts[0] ?? id, layer: parts.at(-1) ?? id };
}

/** Sorts so that each stands after what it depends on; otherwise by name. */
export function producersFirst<T extends { id: string; dependencies: readonly string[] }>(
  stacks: readonly T[],
): T[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const sorted = new Map<string, T>();
  const visit = (stack: T, path: readonly string[]) => {
    if (sorted.has(stack.id)) return;
    if (path.includes(stack.id)) {
      throw new Error(`stacks depend on each other in a circle: ${[...path, stack.id].join(", ")}`);
    }
    for (const id of stack.dependencies) {
      const producer = byId.get(id);
      if (producer) visit(producer, [...path, stack.id]);
    }
    sorted.set(stack.id, stack);
  };
  for (const id of [...byId.keys()].sort()) visit(byId.get(id)!, []);
  return [...sorted.values()];
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Draw } from "../../rehearsal/learn/probe/values.ts";
import { readStacks } from "../../stacks/manifest.ts";
import { findProject } from "../../stacks/project.ts";
import { synthesize } from "../../stacks/synthesize.ts";

/** As many resource types as wanted, drawn from all; no type twice. */
export function drawTypes(all: readonly string[], wanted: number, draw: Draw): readonly string[] {
  return [...all]
    .sort()
    .map((type) => ({ type, lot: draw(`type ${type}`, 1_000_000) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, wanted)
    .map(({ type }) => type);
}

/** The resource types of one cloud that our stacks use, from a fresh synth of the whole estate. */
export async function estateTypes(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  prefix: string,
): Promise<readonly string[]> {
  const output = mkdtempSync(join(tmpdir(), "groundplan-agreement-"));
  try {
    await synthesize({ project: findProject(folder), output, env, talk: () => {} });
    const types = readStacks(output).flatMap(({ template }) =>
      Object.keys((template as { resource?: object }).resource ?? {}),
    );
    return [...new Set(types)].filter((type) => type.startsWith(prefix)).sort();
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

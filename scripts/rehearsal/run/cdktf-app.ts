import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStacks } from "../../stacks/manifest.ts";
import { findProject } from "../../stacks/project.ts";
import { synthesize } from "../../stacks/synthesize.ts";
import type { Json, StackTemplate } from "../../stacks/template.ts";
import { rehearsalMarker } from "../provider/index.ts";
import { pick } from "./choose.ts";
import { overrideFor } from "./copy.ts";
import { RehearsalFolder } from "./folder.ts";
import { OVERRIDE_FILE } from "./override.ts";

/** What `cdktf` hands to its app. */
export interface CdktfAppOptions {
  /** A folder of the checkout. */
  readonly folder: string;
  /** The environment; `CDKTF_OUTDIR` is where cdktf wants the stacks. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Environments, stacks or globs. */
  readonly names: readonly string[];
  /** True where what they read from others stays out. */
  readonly only: boolean;
  readonly talk: (text: string) => void;
}

/**
 * Synthesizes the named stacks, and what they read, into cdktf's output folder, each with the
 * override that makes it a rehearsal: the same state as `infra rehearse` works on.
 */
export async function synthesizeForCdktf(options: CdktfAppOptions): Promise<void> {
  const { folder, env, names, only, talk } = options;
  const project = findProject(folder);
  const rehearsal = new RehearsalFolder(project.rehearsal);
  const output = env["CDKTF_OUTDIR"] ?? rehearsal.cdktf;
  await synthesize({ project, output, env, talk });
  const estate = readStacks(output);
  const { stacks, asked } = pick(estate, names);
  const taking = only ? asked : new Set(stacks.map(({ id }) => id));
  for (const stack of estate) {
    if (!taking.has(stack.id)) rmSync(stack.folder, { recursive: true, force: true });
    else {
      const override = overrideFor(stack, stack.folder, {
        rehearsal,
        estate,
        marker: rehearsalMarker,
      });
      writeFileSync(join(stack.folder, OVERRIDE_FILE), override);
      useBackendOf(override, join(stack.folder, "cdk.tf.json"));
    }
  }
  keepInManifest(join(output, "manifest.json"), taking);
}

/**
 * cdktf looks into the stack for its backend, and knows nothing of overrides: with a `cloud` block
 * it would speak to HCP Terraform.
 */
function useBackendOf(override: string, file: string): void {
  const { terraform }: StackTemplate = JSON.parse(override);
  const template: StackTemplate & { "//"?: { metadata?: Json } } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const { cloud: _cloud, ...rest } = template.terraform ?? {};
  const note = { ...template["//"], metadata: { ...template["//"]?.metadata, backend: "local" } };
  const local = { ...template, "//": note, terraform: { ...rest, backend: terraform?.backend } };
  writeFileSync(file, JSON.stringify(local, null, 2));
}

/** Takes out of the manifest what is not rehearsed: `cdktf deploy '*'` is all of it. */
function keepInManifest(file: string, taking: ReadonlySet<string>): void {
  const manifest: { stacks: Record<string, { dependencies: readonly string[] }> } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const kept = Object.entries(manifest.stacks)
    .filter(([id]) => taking.has(id))
    .map(([id, stack]) => {
      const dependencies = stack.dependencies.filter((each) => taking.has(each));
      return [id, { ...stack, dependencies }];
    });
  writeFileSync(file, JSON.stringify({ ...manifest, stacks: Object.fromEntries(kept) }, null, 2));
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
import { PROTECTION_OVERRIDE_FILE, protectionsOff } from "./protections.ts";

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
  /** True where what protects things against being destroyed is taken off. */
  readonly unprotected: boolean;
  readonly talk: (text: string) => void;
}

/**
 * Synthesizes the named stacks, and what they read, into cdktf's output folder, each with the
 * override that makes it a rehearsal: the same state as `infra rehearse` works on. No stack comes
 * into that folder without its override.
 */
export async function synthesizeForCdktf(options: CdktfAppOptions): Promise<void> {
  const { folder, env, names, only, unprotected, talk } = options;
  const project = findProject(folder);
  const rehearsal = new RehearsalFolder(project.rehearsal);
  mkdirSync(rehearsal.root, { recursive: true });
  const synthesized = mkdtempSync(join(rehearsal.root, ".synth-"));
  try {
    await synthesize({ project, output: synthesized, env, talk });
    const estate = readStacks(synthesized);
    const { stacks, asked } = pick(estate, names);
    const taken = stacks.filter(({ id }) => !only || asked.has(id));
    const output = env["CDKTF_OUTDIR"] ?? rehearsal.cdktf;
    for (const stack of taken) {
      const target = join(output, "stacks", stack.id);
      const override = overrideFor(stack, target, {
        rehearsal,
        estate,
        marker: rehearsalMarker,
        stateBy: "file",
      });
      mkdirSync(target, { recursive: true });
      writeFileSync(join(target, OVERRIDE_FILE), override);
      cpSync(stack.folder, target, { recursive: true });
      useBackendOf(override, join(target, "cdk.tf.json"));
      writeProtections(target, unprotected ? protectionsOff(stack.template) : undefined);
    }
    writeManifest(synthesized, output, new Set(taken.map(({ id }) => id)));
  } finally {
    rmSync(synthesized, { recursive: true, force: true });
  }
}

/** cdktf's folder stays from one command to the next: protections that were off come back. */
function writeProtections(folder: string, off: Json | undefined): void {
  const file = join(folder, PROTECTION_OVERRIDE_FILE);
  rmSync(file, { force: true });
  if (off) writeFileSync(file, JSON.stringify(off, null, 2));
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

/** The manifest without what is not taken: `cdktf deploy '*'` is all of it. */
function writeManifest(synthesized: string, output: string, taken: ReadonlySet<string>): void {
  const manifest: { stacks: Record<string, { dependencies: readonly string[] }> } = JSON.parse(
    readFileSync(join(synthesized, "manifest.json"), "utf8"),
  );
  const kept = Object.entries(manifest.stacks)
    .filter(([id]) => taken.has(id))
    .map(([id, stack]) => {
      const dependencies = stack.dependencies.filter((each) => taken.has(each));
      return [id, { ...stack, dependencies }];
    });
  const stacks = Object.fromEntries(kept);
  writeFileSync(join(output, "manifest.json"), JSON.stringify({ ...manifest, stacks }, null, 2));
}

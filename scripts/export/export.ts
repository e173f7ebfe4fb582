import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExportedModule } from "@groundplan/core/exported";
import { assemble, filesOf } from "./assemble.ts";
import type { Assembled } from "./assembled.ts";
import { freezer } from "./frozen.ts";
import { type Proven, prove } from "./proof.ts";
import { PropDocs } from "./prop-docs.ts";
import { titleOf } from "./rows.ts";

/** A module with its files. */
export interface Exported extends Assembled {
  /** Text of each file, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** What became of the modules: each of them, or all that speaks against any. */
export type Outcome =
  | { readonly exported: readonly Exported[] }
  | { readonly problems: readonly string[] };

/**
 * Exports modules, in memory.
 *
 * @param root folder of the repository, for the props' doc comments and the licence
 */
export function exportModules(root: string, modules: readonly ExportedModule[]): Outcome {
  const outdir = mkdtempSync(join(tmpdir(), "groundplan-export-"));
  try {
    const tried = modules.map((module) => exportModule(root, outdir, module));
    const problems = tried.flatMap((each) => ("files" in each ? [] : each.problems));
    if (problems.length > 0) return { problems };
    return { exported: tried.filter((each) => "files" in each) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function exportModule(
  root: string,
  outdir: string,
  module: ExportedModule,
): Exported | { readonly problems: readonly string[] } {
  const described = describedIn(root, module);
  const freeze = freezer(module, outdir);
  const proof = prove(module, described, freeze);
  if (!isProven(proof)) return { problems: proof };
  const assembled = assemble(module, proof, freeze);
  const licence = readFileSync(join(root, "LICENSE"), "utf8");
  return { ...assembled, files: filesOf(assembled, described, licence) };
}

/** The words of a module's props, and of what objects of other modules are made of. */
export function describedIn(root: string, { props, objects }: ExportedModule): PropDocs {
  const { folder, others = [] } = props;
  const ofObjects = Object.values(objects).map((each) => each.props.folder);
  const folders = [folder, ...others, ...ofObjects, "modules/core"];
  return new PropDocs(folders.map((each) => join(root, each)));
}

/** Writes modules below a folder. What a module's folder held before is gone. */
export function writeModules(out: string, modules: readonly Exported[]): void {
  for (const { folder, files } of modules) {
    rmSync(join(out, folder), { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(out, folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

/**
 * The modules that are called so: `aws/bucket`, or every one where none is named.
 *
 * @returns the names that nothing is called in place of the modules
 */
export function named(
  catalogue: readonly ExportedModule[],
  names: readonly string[],
): { readonly modules: readonly ExportedModule[]; readonly unknown: readonly string[] } {
  const unknown = names.filter((name) => !catalogue.some((each) => titleOf(each) === name));
  const modules = catalogue.filter((each) => names.length === 0 || names.includes(titleOf(each)));
  return { modules, unknown };
}

function isProven(proof: Proven | readonly string[]): proof is Proven {
  return !Array.isArray(proof);
}

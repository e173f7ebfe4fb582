import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { TerraformStack } from "cdktf";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Beside the apps, which see every module: an example imports what a reader would import. */
const FOLDER = join(ROOT, "apps/.readme-examples");

/** What an example exports. */
export type Example = (stack: TerraformStack) => void;

/**
 * Writes examples as files and gives their paths by name.
 *
 * @param purpose folder of its own, so that two tests do not write over each other
 */
export function writeExamples(
  examples: ReadonlyMap<string, string>,
  purpose: string,
): Map<string, string> {
  const folder = join(FOLDER, purpose);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return new Map(
    [...examples].map(([name, code]) => {
      const path = join(folder, `${name.replaceAll("/", "-")}.ts`);
      writeFileSync(path, code);
      return [name, path];
    }),
  );
}

/** Removes what `writeExamples` wrote. */
export function removeExamples(purpose: string): void {
  rmSync(join(FOLDER, purpose), { recursive: true, force: true });
}

/** Loads a written example. */
export async function importExample(path: string): Promise<Example> {
  const { example } = await import(/* @vite-ignore */ pathToFileURL(path).href);
  return example;
}

/** Type-checks files with the repository's own settings; gives the errors as sentences. */
export function typeErrors(paths: readonly string[]): string[] {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const program = ts.createProgram([...paths], { ...options, noEmit: true });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const where = diagnostic.file
      ? `${diagnostic.file.fileName.slice(ROOT.length)}:${diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1} `
      : "";
    return `${where}${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`;
  });
}

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Beside the apps, which see every module: an example imports what a reader would import. */
const FOLDER = join(ROOT, "apps/.readme-examples");

/** Writes examples as files and gives their paths by name. */
export function writeExamples(examples: ReadonlyMap<string, string>): Map<string, string> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  return new Map(
    [...examples].map(([name, code]) => {
      const path = join(FOLDER, `${name.replaceAll("/", "-")}.ts`);
      writeFileSync(path, code);
      return [name, path];
    }),
  );
}

/** Removes what `writeExamples` wrote. */
export function removeExamples(): void {
  rmSync(FOLDER, { recursive: true, force: true });
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

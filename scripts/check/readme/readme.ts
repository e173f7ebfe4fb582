import { readRepositoryFile, repositoryFiles } from "../house/source.ts";

/** A module's README, taken apart. */
export interface Readme {
  /** Path of the module's folder: `modules/aws/vpc`. */
  readonly module: string;
  readonly lines: number;
  /** Second-level headings in their order. */
  readonly headings: readonly string[];
  /** The TypeScript under "Use". */
  readonly example: string;
  /** Rows of the table under "Dev and prod": key of `DEFAULTS`, dev, prod. */
  readonly defaults: readonly (readonly [key: string, dev: string, prod: string])[];
}

/** The headings of a module README, in this order. */
export const HEADINGS = [
  "Use",
  "Makes",
  "Dev and prod",
  "Connect",
  "Changes that hurt",
  "Cost",
  "Escape hatches",
  "Undo",
  "Not here",
] as const;

/** Folders below a cloud that hold pieces of modules, not modules. */
const PIECES = new Set(["account", "closed-bucket", "iam", "log-retention", "testing"]);

/** Every module folder of the repository. */
export function moduleFolders(): string[] {
  const folders = repositoryFiles()
    .map((path) => /^modules\/(aws|google|cloudflare)\/([a-z0-9-]+)\/index\.ts$/.exec(path))
    .filter((match) => match !== null && !PIECES.has(match[2]!))
    .map((match) => `modules/${match![1]}/${match![2]}`);
  return folders.sort();
}

/** Reads and takes apart the README of a module. */
export function readReadme(module: string): Readme {
  return parseReadme(module, readRepositoryFile(`${module}/README.md`));
}

/** Takes a README apart. */
export function parseReadme(module: string, text: string): Readme {
  const section = (heading: string) =>
    text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return {
    module,
    lines: text.trimEnd().split("\n").length,
    headings: [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]!.trim()),
    example: /```ts\n([\s\S]*?)```/.exec(section("Use"))?.[1] ?? "",
    defaults: section("Dev and prod")
      .split("\n")
      .map((line) => /^\|\s*`(\w+)`[^|]*\|([^|]*)\|([^|]*)\|/.exec(line))
      .filter((match) => match !== null)
      .map((match) => [match[1]!, match[2]!.trim(), match[3]!.trim()] as const),
  };
}

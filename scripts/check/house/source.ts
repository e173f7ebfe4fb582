import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** One TypeScript file of the repository, parsed. */
export interface Source {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** A place that breaks a house rule. */
export interface Finding {
  /** `path:line`. */
  readonly at: string;
  readonly message: string;
}

/** A house rule: what it finds in one file. */
export type Rule = (source: Source) => Finding[];

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Every file that git tracks or would track, as paths from the root. */
export function repositoryFiles(): string[] {
  const listed = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
}

/** The text of a file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Parses a file. `text` is given in tests; otherwise it is read. */
export function parseSource(path: string, text = readRepositoryFile(path)): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** A finding at a node. */
export function findingAt(source: Source, node: ts.Node, message: string): Finding {
  const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree));
  return { at: `${source.path}:${line + 1}`, message };
}

/** Every node of a file, parents first. */
export function nodesOf(source: Source): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return nodes;
}

/** True for a file that only tests read. */
export function isTest(path: string): boolean {
  return path.endsWith(".test.ts") || path.includes("/testing/") || path.includes("/test/");
}

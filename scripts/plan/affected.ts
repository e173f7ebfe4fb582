import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../stacks/manifest.ts";
import type { StackTemplate } from "../stacks/template.ts";
import { type Removed, removedOf } from "./renames.ts";

/** What of a stack counts when it is compared with another commit's. */
export interface Shape {
  readonly id: string;
  /** The template without notes, with the paths of its checkout taken out. */
  readonly template: StackTemplate;
  /** Hash of what lies beside the template: assets, a lock file. */
  readonly beside: string;
}

/** How the stacks of two commits differ. */
export interface Affected {
  /** Ids of stacks that are new or differ. */
  readonly changed: readonly string[];
  /** Ids of stacks that are in the base only. */
  readonly removed: readonly Removed[];
}

/** Names that are Terraform's own traces in a stack's folder. */
const TRACES =
  /^(\.terraform$|terraform\.tfstate|.*\.tfplan$|errored\.tfstate|cdk\.tf\.json$|metadata\.json$)/;

/** Folders whose paths may stand in a template. */
export interface Folders {
  readonly output: string;
  readonly checkout: string;
}

/** What of a synthesized stack counts. */
export function shapeOf({ id, template, folder }: Stack, folders: Folders): Shape {
  return { id, template: settled(template, folders) as StackTemplate, beside: hashOf(folder) };
}

/** A hash of what of a stack counts: equal in every checkout of the same code. */
export function hashOfShape({ template, beside }: Shape): string {
  return createHash("sha256")
    .update(`${text(template)}\n${beside}`)
    .digest("hex");
}

/** A template without notes and paths of this machine, its keys in one order. */
function settled(value: unknown, root: Folders): unknown {
  if (typeof value === "string") {
    return value.replaceAll(root.output, "<output>").replaceAll(root.checkout, "<checkout>");
  }
  if (Array.isArray(value)) return value.map((each) => settled(each, root));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "//")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, settled(each, root)]));
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  const visit = (path: string, names: readonly string[]): void => {
    for (const name of [...names].sort()) {
      const at = join(path, name);
      const entries = listed(at);
      hash.update(`${name}\n`);
      if (entries) visit(at, entries);
      else hash.update(readFileSync(at));
    }
  };
  if (existsSync(folder))
    visit(
      folder,
      readdirSync(folder).filter((name) => !TRACES.test(name)),
    );
  return hash.digest("hex");
}

function listed(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}

/** Which stacks a change leads to: those whose synthesized output differs. */
export function affectedOf(base: readonly Shape[], head: readonly Shape[]): Affected {
  const before = new Map(base.map((shape) => [shape.id, shape]));
  const changed = head.filter((shape) => {
    const old = before.get(shape.id);
    return !old || old.beside !== shape.beside || text(old.template) !== text(shape.template);
  });
  const ids = new Set(head.map(({ id }) => id));
  const added = head.filter(({ id }) => !before.has(id));
  const gone = base.filter(({ id }) => !ids.has(id));
  return { changed: changed.map(({ id }) => id), removed: removedOf(gone, added, head) };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

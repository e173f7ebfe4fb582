import { isAscii } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Provenance } from "../render/compose/scene.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import type { SetInput, StackInput, ToolFinding } from "../review/set/input.ts";
import type { StackTemplate } from "../stacks/template.ts";
import { type PlanSetManifest, STACK_FILES, type StackEntry } from "./manifest.ts";
import { knownSchemas } from "./schemas.ts";
import { BrokenPlanSet, readPlanSet } from "./set.ts";
import { setDigest } from "./set-digest.ts";
import { originIn, readSources } from "./sources.ts";

/** A plan set, read and ready to be reviewed. */
export interface LoadedSet {
  readonly manifest: PlanSetManifest;
  readonly input: SetInput;
  readonly from: Provenance;
}

/** Reads a plan set. Throws a `BrokenPlanSet` or an `UnreadablePlan` with what is wrong. */
export function loadPlanSet(folder: string): LoadedSet {
  const files: Files = new Map();
  const manifest = readPlanSet(folder, (path, bytes) => {
    if (basename(path) !== STACK_FILES.plan) files.set(path, bytes);
  });
  const sources = originIn(readSources(folder), readSources(folder, "base-sources.json"));
  const stacks = manifest.stacks.map((entry) => readStack(folder, entry, files));
  const providers = providersOf(stacks);
  return {
    manifest,
    input: {
      stacks,
      schemaOf: knownSchemas(),
      originOf: sources,
      findings: readFindings(folder),
    },
    from: { ...provenanceOf(manifest), ...(providers.length > 0 && { providers }) },
  };
}

/** What the files of a set hold, as they were checked. */
type Files = Map<string, Buffer>;

function readStack(folder: string, { files: _, ...entry }: StackEntry, files: Files): StackInput {
  const path = (name: string) => join(folder, "stacks", entry.stack, name);
  const take = (name: string): string | undefined => {
    const bytes = files.get(path(name));
    // Of a great plan there is not to be more at a time than it takes.
    files.delete(path(name));
    return bytes && textOf(bytes);
  };
  const [json, text, template] = [STACK_FILES.json, STACK_FILES.text, STACK_FILES.template].map(
    take,
  );
  return {
    ...entry,
    ...(json !== undefined && { plan: readPlan(json, path(STACK_FILES.json)) }),
    ...(text !== undefined && { text }),
    ...(template !== undefined && { template: JSON.parse(template) as StackTemplate }),
  };
}

/** Where all of a text is ASCII, as nearly every plan is, no letter of it need be looked at. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

function provenanceOf(manifest: PlanSetManifest): Provenance {
  const { engine, planned, command, commit, base, repository, dirty, rehearsal } = manifest;
  const program = engine.engine === "tofu" ? "OpenTofu" : "Terraform";
  return {
    ...(commit && { commit }),
    ...(base && { base }),
    ...(repository && { repository }),
    dirty,
    rehearsal,
    engine: `${program} ${engine.version}`,
    planned: `${planned.slice(0, 16).replace("T", " ")} UTC`,
    command,
    options: [],
    digest: setDigest(manifest),
  };
}

/** What other tools put into the folder `findings` of the set, one file each. */
function readFindings(folder: string): ToolFinding[] {
  const at = join(folder, "findings");
  if (!existsSync(at)) return [];
  const names = readdirSync(at).filter((name) => name.endsWith(".json"));
  return names.sort().flatMap((name) => {
    const path = join(at, name);
    try {
      const found: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (Array.isArray(found) && found.every(isFinding)) return found;
    } catch {
      // Said below.
    }
    throw new BrokenPlanSet(
      `${path} must be a list of findings, all of them texts: tool, rule, message, severity (error, warning or note), ` +
        "and stack and address where they are about one; let the tool write it again",
    );
  });
}

const SEVERITIES: readonly ToolFinding["severity"][] = ["error", "warning", "note"];

function isFinding(value: unknown): value is ToolFinding {
  const { tool, rule, severity, message, stack, address } = (value ?? {}) as Partial<ToolFinding>;
  return (
    [tool, rule, message, stack ?? "", address ?? ""].every((each) => typeof each === "string") &&
    SEVERITIES.some((each) => each === severity)
  );
}

/** `aws 6.25.0`: the providers that the stacks ask for, at all their versions. */
function providersOf(stacks: readonly StackInput[]): string[] {
  const asked = stacks.flatMap(({ template, result }) =>
    result === "planned" ? Object.entries(template?.terraform?.required_providers ?? {}) : [],
  );
  const texts = asked.map(([name, entry]) => {
    const { version } = (entry ?? {}) as { readonly version?: unknown };
    return `${name} ${typeof version === "string" ? version : "at any version"}`;
  });
  return [...new Set(texts)].sort();
}

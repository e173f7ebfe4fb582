import { isAscii } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provenance } from "../render/compose/scene.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import type { SetInput, StackInput, ToolFinding } from "../review/set/set.ts";
import type { StackTemplate } from "../stacks/template.ts";
import { knownSchemas } from "./schemas.ts";
import {
  BrokenPlanSet,
  type PlanSetManifest,
  readPlanSet,
  STACK_FILES,
  type StackEntry,
} from "./set.ts";
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
  const manifest = readPlanSet(folder);
  const sources = originIn(readSources(folder), readSources(folder, "base-sources.json"));
  const stacks = manifest.stacks.map((entry) => readStack(folder, entry));
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

function readStack(folder: string, { files, ...entry }: StackEntry): StackInput {
  const path = (name: string) => join(folder, "stacks", entry.stack, name);
  const has = (name: string) => files[name] !== undefined;
  const json = path(STACK_FILES.json);
  return {
    ...entry,
    ...(has(STACK_FILES.json) && { plan: readPlan(readText(json), json) }),
    ...(has(STACK_FILES.text) && { text: readFileSync(path(STACK_FILES.text), "utf8") }),
    ...(has(STACK_FILES.template) && {
      template: JSON.parse(readFileSync(path(STACK_FILES.template), "utf8")) as StackTemplate,
    }),
  };
}

/** A great text. Where all of it is ASCII, as nearly every plan is, no letter need be looked at twice. */
function readText(path: string): string {
  const bytes = readFileSync(path);
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

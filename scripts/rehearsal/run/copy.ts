import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import type { Stack } from "../../stacks/manifest.ts";
import { type Json, ownState } from "../../stacks/template.ts";
import { type Copy, type RehearsalFolder, readNote, writeNote, writeWhole } from "./folder.ts";
import { ForeignState, OVERRIDE_FILE, rehearsalOverride } from "./override.ts";
import { PROTECTION_OVERRIDE_FILE } from "./protections.ts";
import { STATE_FILE } from "./state.ts";
import { SERVED_BACKEND } from "./states/state-server.ts";

/** What must never come from synth's output: traces of a real run. */
const NOT_COPIED = /^(\.terraform|terraform\.tfstate|.*\.tfplan$)/;

/** What all copies of one rehearsal have in common. */
export interface CopyOptions {
  readonly rehearsal: RehearsalFolder;
  /** Every synthesized stack: a copy may read any of them. */
  readonly estate: readonly Stack[];
  /** What goes into the provider blocks of a stack. */
  readonly marker: (stack: string) => Json;
  /**
   * Who writes the state: our server, which only our own process has, or Terraform itself, into a
   * file, for whoever runs it by hand. The state is the same file. Default: `server`.
   */
  readonly stateBy?: "server" | "file";
}

/**
 * Copies a stack to where it is rehearsed, with its override. The state that is there stays.
 *
 * @param asked whether the user named it
 */
export function copyStack(stack: Stack, asked: boolean, options: CopyOptions): Copy {
  const folder = options.rehearsal.stack(stack.id);
  const override = overrideFor(stack, folder, options);
  const before = readNote(folder);
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(stack.folder).filter((name) => !NOT_COPIED.test(name));
  for (const gone of (before?.entries ?? []).filter((name) => !entries.includes(name))) {
    rmSync(join(folder, gone), { recursive: true, force: true });
  }
  for (const name of entries) copyEntry(join(stack.folder, name), join(folder, name));
  rmSync(join(folder, PROTECTION_OVERRIDE_FILE), { force: true });
  writeIfChanged(join(folder, OVERRIDE_FILE), override);
  const note = {
    stack: stack.id,
    environment: stack.environment,
    dependencies: stack.dependencies,
    asked: asked || (before?.asked ?? false),
    entries,
  };
  writeNote(folder, note);
  return { ...note, id: stack.id, folder };
}

/** Throws, with all problems at once, when one of the stacks reads what no stack keeps. */
export function checkReads(stacks: readonly Stack[], options: CopyOptions): void {
  const problems = stacks.flatMap((stack) => {
    try {
      overrideFor(stack, stack.folder, options);
      return [];
    } catch (error) {
      if (error instanceof ForeignState) return error.problems;
      throw error;
    }
  });
  if (problems.length > 0) throw new ForeignState(problems);
}

/** The text of a stack's override, for Terraform running in `folder`. */
export function overrideFor(
  stack: Stack,
  folder: string,
  { rehearsal, estate, marker, stateBy = "server" }: CopyOptions,
): string {
  const keepers = new Map(estate.map((each) => [ownState(each.template), each.id]));
  const stateOf = (id: string) => relative(folder, join(rehearsal.stack(id), STATE_FILE));
  const override = rehearsalOverride(stack.id, stack.template, {
    marker: marker(stack.id),
    backend: stateBy === "server" ? SERVED_BACKEND : { local: { path: stateOf(stack.id) } },
    producer: (identity) => {
      const id = keepers.get(identity);
      return id && stateOf(id);
    },
  });
  return `${JSON.stringify(override, null, 2)}\n`;
}

function copyEntry(from: string, to: string): void {
  const isFile = from.endsWith(".json");
  if (isFile) writeIfChanged(to, readFileSync(from, "utf8"));
  else {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
  }
}

/** Leaves a file alone that already says so: what Terraform made of it stays good. */
export function writeIfChanged(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  writeWhole(path, text);
}

/** Makes sure that Terraform's configuration for rehearsals is there: no registry, no check for updates. */
export function writeCliConfig(rehearsal: RehearsalFolder): void {
  mkdirSync(rehearsal.root, { recursive: true });
  const nowhere = join(rehearsal.root, ".no-providers");
  const config = `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(nowhere)}
  }
}
`;
  if (!existsSync(rehearsal.cliConfig)) writeFileSync(rehearsal.cliConfig, config);
  else writeIfChanged(rehearsal.cliConfig, config);
}

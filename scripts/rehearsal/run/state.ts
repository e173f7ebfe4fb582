import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** File that holds the state of a rehearsed stack, in the folder of its copy. */
export const STATE_FILE = "terraform.tfstate";

/** Terraform's own way out when it cannot write the state. */
export const ERRORED_FILE = "errored.tfstate";

/** What a rehearsed state says. */
export interface RehearsalState {
  /** How many things stand. */
  readonly resources: number;
  readonly outputs: Readonly<Record<string, StateOutput>>;
  /** The whole state, for what must look at its types. */
  readonly whole: unknown;
}

/** One output of a state. */
export interface StateOutput {
  readonly value: unknown;
  readonly sensitive?: boolean;
}

interface StateFile {
  readonly version?: unknown;
  readonly outputs?: Readonly<Record<string, StateOutput>>;
  readonly resources?: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
}

/** The state of what does not stand. */
const NOTHING: RehearsalState = { resources: 0, outputs: {}, whole: {} };

/** The state in a copy's folder. Throws a `BrokenState` when it cannot be trusted. */
export function readState(folder: string): RehearsalState {
  const problem = stateProblem(folder);
  if (problem) throw new BrokenState([problem]);
  const path = join(folder, STATE_FILE);
  if (!existsSync(path)) return NOTHING;
  const file: StateFile = JSON.parse(readFileSync(path, "utf8"));
  const managed = (file.resources ?? []).filter(({ mode }) => mode === "managed");
  return {
    resources: managed.reduce((sum, { instances }) => sum + instances.length, 0),
    outputs: file.outputs ?? {},
    whole: file,
  };
}

/** True when something stands, or an output still says so. */
export function isStanding({ resources, outputs }: RehearsalState): boolean {
  return resources > 0 || Object.keys(outputs).length > 0;
}

/** Some states cannot be worked with. Nothing was changed. */
export class BrokenState extends Error {
  constructor(problems: readonly string[]) {
    super([...problems, "nothing was changed"].join("\n"));
    this.name = "BrokenState";
  }
}

/** What is wrong with the state in a folder and how to get out of it; nothing when all is well. */
export function stateProblem(folder: string): string | undefined {
  const errored = join(folder, ERRORED_FILE);
  const path = join(folder, STATE_FILE);
  if (existsSync(errored)) {
    return (
      `${errored}: an earlier run could not write its state and left it here, but it is not the ` +
      `next one of ${path}; take it with "mv ${errored} ${path}", or remove it`
    );
  }
  if (!existsSync(path)) return undefined;
  const why = whyUnreadable(readFileSync(path, "utf8"));
  if (!why) return undefined;
  const backup = `${path}.backup`;
  const restore = isWhole(backup)
    ? `go back to the state before with "mv ${backup} ${path}", or `
    : "";
  return `${path}: the state ${why}; ${restore}begin this stack anew with "rm -r ${folder}"`;
}

/** True for a file that holds a state of Terraform's, to its end. */
export function isWhole(path: string): boolean {
  return existsSync(path) && whyUnreadable(readFileSync(path, "utf8")) === undefined;
}

function whyUnreadable(text: string): string | undefined {
  if (text.trim() === "") return "is empty";
  try {
    const file: StateFile | null = JSON.parse(text);
    if (file?.version !== 4 || !Array.isArray(file.resources)) return "is not one of Terraform's";
    return undefined;
  } catch {
    return "is cut off or damaged";
  }
}

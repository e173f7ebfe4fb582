import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { howToPutBack, rescueFolder } from "../plan/rescued-state.ts";
import type { Project } from "../stacks/project.ts";
import { TIME } from "./bundle.ts";
import { HandoverRefused } from "./errors.ts";
import { readKeys } from "./keys.ts";
import { decrypt, encrypt } from "./seal.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What lies in it: a state that could be written nowhere, and what Terraform said in an apply. */
const STATE = /^([a-z0-9-]+)(\.\d+)?\.tfstate$/;
const LOG = /^logs\/[a-z0-9-]+\/apply-\d+\.log$/;

/** What an apply has left on a machine that goes away. */
export interface Leaving {
  readonly project: Project;
  /** Folder of the plan set that was applied. */
  readonly set: string;
  /** File that is written. */
  readonly out: string;
  readonly env: Env;
}

/**
 * Encrypts what an apply has left here and nowhere else, for those who may open plans: states that
 * could not be written to where they belong, and logs.
 *
 * @returns what is in it; nothing is written where there is nothing
 */
export async function keepLeft({ project, set, out, env }: Leaving): Promise<string[]> {
  const { recipient } = readKeys(env, ["recipient"]);
  const found = Object.entries({ ...statesOf(project), ...logsOf(set) });
  const files = Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  const names = Object.keys(files);
  if (names.length === 0) return [];
  const sealed = await encrypt(zipSync(files, { mtime: TIME, level: 6 }), recipient);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, sealed, { mode: 0o600 });
  return names;
}

function statesOf(project: Project): Record<string, Uint8Array> {
  const folder = rescueFolder(project);
  return read(
    namesIn(folder)
      .filter((name) => STATE.test(name))
      .map((name) => [name, join(folder, name)]),
  );
}

function logsOf(set: string): Record<string, Uint8Array> {
  const stacks = join(set, "stacks");
  const found = namesIn(stacks).flatMap((stack) =>
    namesIn(join(stacks, stack)).map((name): [string, string] => [
      `logs/${stack}/${name}`,
      join(stacks, stack, name),
    ]),
  );
  return read(found.filter(([name]) => LOG.test(name)));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function read(
  files: readonly (readonly [name: string, path: string])[],
): Record<string, Uint8Array> {
  return Object.fromEntries(
    files.map(([name, path]) => [name, new Uint8Array(readFileSync(path))]),
  );
}

/** What was brought back. */
export interface Recovered {
  readonly files: readonly string[];
  /** How each state goes to where it belongs. */
  readonly toDo: readonly string[];
}

/** Opens it on another machine, where nothing is planned until the states are put back. */
export async function recoverLeft(file: string, project: Project, env: Env): Promise<Recovered> {
  const { identity } = readKeys(env, ["identity"]);
  const refuse = (problems: readonly string[], cure: string) =>
    new HandoverRefused(`${file} is not opened`, problems, cure);
  if (!existsSync(file))
    throw refuse(["there is no such file"], "download it from the run that made it");
  const files = Object.entries(unzipSync(await decrypt(readFileSync(file), file, identity)));
  const folder = rescueFolder(project);
  const problems = files.flatMap(([name]) => {
    if (!STATE.test(name) && !LOG.test(name))
      return [`it holds ${JSON.stringify(name)}, which no apply leaves`];
    return existsSync(join(folder, name)) ? [`${join(folder, name)} is there already`] : [];
  });
  if (problems.length > 0)
    throw refuse(problems, "nothing was written; put back or remove what is there first");
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, bytes, { mode: 0o600 });
  }
  const toDo = files.flatMap(([name]) => {
    const stack = STATE.exec(name)?.[1];
    const stands = join(project.output, "stacks", stack ?? "");
    return stack ? [howToPutBack(project, stack, stands, join(folder, name))] : [];
  });
  return { files: files.map(([name]) => join(folder, name)), toDo };
}

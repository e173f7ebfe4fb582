import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import type { Project } from "../stacks/project.ts";
import type { TerraformResult } from "../terraform/run.ts";

/** Terraform's own way out when it cannot write the state: a file in the folder where it runs. */
const ERRORED = "errored.tfstate";

/** A state lies on this machine because it could not be written to where it belongs. */
export class StateNotPutBack extends Error {
  constructor(problems: readonly string[]) {
    super([...problems, "nothing was planned or changed"].join("\n"));
    this.name = "StateNotPutBack";
  }
}

/** Folder of states that could not be written to where they belong. They hold secrets. */
export function rescueFolder({ root }: Project): string {
  return join(root, ".errored");
}

/**
 * Puts a state that Terraform could write nowhere to where no synth and no later run overwrites it.
 *
 * @param folder where Terraform ran
 * @param safe see `rescueFolder`
 * @returns its path; nothing where there is no such state
 */
export function rescueState(
  stack: string,
  folder: string,
  safe: string,
  { stateDump }: Pick<TerraformResult, "stateDump">,
): string | undefined {
  const errored = join(folder, ERRORED);
  if (!existsSync(errored) && !stateDump) return undefined;
  mkdirSync(safe, { recursive: true, mode: 0o700 });
  const path = freePath(safe, stack);
  if (existsSync(errored)) copyFileSync(errored, path);
  else writeFileSync(path, JSON.stringify(stateDump));
  chmodSync(path, 0o600);
  rmSync(errored, { force: true });
  return path;
}

/** A name that nothing has: an earlier state of the same stack is never overwritten. */
function freePath(safe: string, stack: string): string {
  for (let count = 1; ; count++) {
    const path = join(safe, `${stack}${count > 1 ? `.${count}` : ""}.tfstate`);
    if (!existsSync(path)) return path;
  }
}

/** Throws while a state of one of these stacks waits to be put back: a plan would make things twice. */
export function checkRescued(
  project: Project,
  stacks: readonly { readonly id: string; readonly folder: string }[],
): void {
  const safe = rescueFolder(project);
  if (!existsSync(safe)) return;
  const names = readdirSync(safe).sort();
  const problems = stacks.flatMap(({ id, folder }) =>
    names
      .filter((name) => name.replace(/(\.\d+)?\.tfstate$/, "") === id)
      .map((name) => howToPutBack(project, id, folder, join(safe, name))),
  );
  if (problems.length > 0) throw new StateNotPutBack(problems);
}

/** How a rescued state comes back to where it belongs. Terraform checks its history, unforced. */
export function howToPutBack(
  { root }: Project,
  stack: string,
  folder: string,
  path: string,
): string {
  const terraform = `terraform -chdir=${relative(root, folder)}`;
  return (
    `${stack}: an apply could not write its state and kept it in ${relative(root, path)}: without it ` +
    "everything would be made twice. If it could not take its lock off either, state push names the lock's ID: " +
    `when surely nobody works on the stack, ${terraform} force-unlock <ID>. ` +
    `When the backend answers again: ${terraform} state push ${path} && rm ${path}`
  );
}

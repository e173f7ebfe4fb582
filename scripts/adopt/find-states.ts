import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { type OldState, readOldState } from "./old-state.ts";

/** A state file, and what its things are called by. */
interface StateFileAt {
  readonly file: string;
  readonly workspace: string;
}

/**
 * Reads the states in files and folders. A folder may hold Terraform's own workspaces
 * (`terraform.tfstate.d/<workspace>/terraform.tfstate`), or a copy of a bucket: `<workspace>.tfstate`
 * from Cloud Storage, `env:/<workspace>/<key>` from S3.
 *
 * @param operands what was typed: a path, or `<name>=<path>` to give a state a name
 */
export function readOldStates(operands: readonly string[]): OldState[] {
  const found = operands.map(filesOf);
  const files = found.flatMap((each) => ("problem" in each ? [] : each.files));
  return [
    ...found.filter((each) => "problem" in each),
    ...sameNames(files),
    ...files.map(({ file, workspace }) =>
      readOldState(readFileSync(file, "utf8"), workspace, file),
    ),
  ];
}

function filesOf(operand: string): { files: StateFileAt[] } | { problem: string } {
  const [, name, path = operand] = /^([a-z0-9-]+)=(.+)$/.exec(operand) ?? [];
  if (!existsSync(path)) return { problem: `${path}: there is nothing there` };
  if (statSync(path).isFile()) {
    return { files: [{ file: path, workspace: name ?? workspaceOf(path) }] };
  }
  const files = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".tfstate") && !each.split(sep).includes(".terraform"))
    .sort()
    .map((each) => ({
      file: join(path, each),
      workspace: [...(name ? [name] : []), workspaceOf(each)].join("-"),
    }));
  if (files.length > 0) return { files };
  return {
    problem: `${path}: no state lies in it or below; give the folder that holds terraform.tfstate or terraform.tfstate.d, or the state files themselves`,
  };
}

/** Terraform, S3's and Cloud Storage's backend each have a way of their own to tell workspaces apart. */
function workspaceOf(path: string): string {
  const parts = path.split(sep);
  const folder = parts.findLastIndex((part) => part === "terraform.tfstate.d" || part === "env:");
  const file = parts.at(-1)!.replace(/\.tfstate$/, "");
  if (folder >= 0) return parts[folder + 1]!;
  return file === "terraform" ? "default" : file;
}

function sameNames(files: readonly StateFileAt[]): { problem: string }[] {
  const names = files.map(({ workspace }) => workspace);
  const repeated = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  return repeated.map((name) => {
    const paths = files.filter(({ workspace }) => workspace === name).map(({ file }) => file);
    return {
      problem: `${paths.join(" and ")} would both be called ${name}; give each a name: <name>=${paths[0]}`,
    };
  });
}

import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { OLDEST_ENGINE } from "@groundplan/core/engine";
import { type Engine, newEnough, readVersion } from "./version.ts";

/** The version that is fetched where a machine has neither Terraform nor OpenTofu. */
export const PINNED = "1.11.4";

/** A Terraform or OpenTofu that we can work with. */
export interface Terraform extends Engine {
  readonly path: string;
}

/** What was found, or one sentence on why not. */
export type Found =
  | { readonly terraform: Terraform }
  | {
      readonly problem: string;
      /** False where the user named a program: then only that one will do. */
      readonly fetchable: boolean;
    };

/** Where to look. */
export interface FindOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of fetched tools: `.tools` of the checkout. */
  readonly tools: string;
}

/** Path of a Terraform that we have fetched ourselves. */
export function fetchedTerraform(tools: string, version: string = PINNED): string {
  return join(tools, `terraform-${version}`, "terraform");
}

/**
 * Looks for Terraform: what `TERRAFORM_BINARY_NAME` names; else `terraform`, `tofu` on PATH, then
 * what was fetched into `.tools`. The first one that is new enough is taken.
 */
export async function findTerraform({ env, tools }: FindOptions): Promise<Found> {
  const named = env["TERRAFORM_BINARY_NAME"];
  if (named) return findNamed(named, env["PATH"] ?? "");
  const candidates = [
    onPath("terraform", env["PATH"] ?? ""),
    onPath("tofu", env["PATH"] ?? ""),
    executable(fetchedTerraform(tools)),
  ];
  const unfit: string[] = [];
  for (const path of candidates) {
    if (!path) continue;
    const judged = await judge(path);
    if ("terraform" in judged) return judged;
    unfit.push(judged.problem);
  }
  const problem =
    unfit.length > 0
      ? unfit.join("; ")
      : `neither terraform nor tofu is on PATH; install Terraform or OpenTofu ${OLDEST_ENGINE} or later`;
  return { problem, fetchable: true };
}

async function findNamed(named: string, path: string): Promise<Found> {
  const found = named.includes("/") ? executable(named) : onPath(named, path);
  if (found) {
    const judged = await judge(found);
    return "terraform" in judged ? judged : { ...judged, fetchable: false };
  }
  const problem =
    `TERRAFORM_BINARY_NAME names ${named}, which is not ${isAbsolute(named) ? "there" : "on PATH"}` +
    "; correct it or unset it";
  return { problem, fetchable: false };
}

async function judge(path: string): Promise<{ terraform: Terraform } | { problem: string }> {
  const printed = await askVersion(path);
  const engine = readVersion(printed);
  if (!engine) {
    return {
      problem: `${path} does not say that it is Terraform or OpenTofu; repair or remove it`,
    };
  }
  if (!newEnough(engine.version)) {
    const name = engine.engine === "tofu" ? "OpenTofu" : "Terraform";
    return {
      problem: `${path} is ${name} ${engine.version}, too old; install ${OLDEST_ENGINE} or later, or name a newer one in TERRAFORM_BINARY_NAME`,
    };
  }
  return { terraform: { path, ...engine } };
}

/** What `<path> version` prints, without the user's configuration and without asking for updates. */
function askVersion(path: string): Promise<string> {
  const env = { PATH: "/usr/bin:/bin", CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };
  return new Promise((resolve) => {
    execFile(path, ["version"], { env, timeout: 20_000 }, (_error, stdout) => resolve(stdout));
  });
}

function onPath(program: string, path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    const found = folder && executable(join(folder, program));
    if (found) return found;
  }
  return undefined;
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

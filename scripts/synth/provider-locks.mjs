import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Where committed provider locks lie, from the root of the repository. */
const LOCKS = "environments/locks";

/** What Terraform and OpenTofu look for beside a stack. */
const BESIDE = ".terraform.lock.hcl";

/**
 * The set of providers of a stack, as a name: `aws-google`. Stacks with one set have one lock.
 *
 * @param {{ terraform?: { required_providers?: object } }} template
 */
export function providerSetOf({ terraform }) {
  return Object.keys(terraform?.required_providers ?? {})
    .sort()
    .join("-");
}

/**
 * Path of the committed lock of a set. Terraform and OpenTofu have other registries, and so other
 * locks.
 *
 * @param {string} root
 * @param {"terraform" | "tofu"} engine
 * @param {string} set
 */
export function lockFileOf(root, engine, set) {
  return join(root, LOCKS, engine, `${set}.lock.hcl`);
}

/**
 * Copies the committed locks beside the stacks that were synthesized. Where there is none, whatever
 * lies there stays.
 *
 * @param {{ root: string, output: string, env: NodeJS.ProcessEnv }} options
 */
export function placeProviderLocks({ root, output, env }) {
  if (!existsSync(join(root, LOCKS))) return;
  const engine = basename(env["TERRAFORM_BINARY_NAME"] ?? "").includes("tofu")
    ? "tofu"
    : "terraform";
  const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8"));
  for (const { workingDirectory, synthesizedStackPath } of Object.values(manifest.stacks)) {
    const template = JSON.parse(readFileSync(join(output, synthesizedStackPath), "utf8"));
    const lock = lockFileOf(root, engine, providerSetOf(template));
    if (existsSync(lock)) {
      writeFileSync(join(output, workingDirectory, BESIDE), readFileSync(lock));
    }
  }
}

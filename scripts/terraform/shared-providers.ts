import { mkdirSync } from "node:fs";
import { join } from "node:path";

const VARIABLE = "TF_PLUGIN_CACHE_DIR";

/**
 * Lets stacks whose providers are locked share what `init` brings: the AWS provider alone is 700 MB,
 * and without this each stack brings its own. Whoever has set the variable keeps it.
 *
 * Only for locked stacks: without a lock file Terraform brings a provider anew, and would write over
 * one that another stack is using. And one `init` at a time, as two cannot fill the same folder.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
export function sharedProviders(root: string): Readonly<Record<string, string>> {
  const folder = join(root, ".cache/providers");
  mkdirSync(folder, { recursive: true });
  return { [VARIABLE]: folder };
}

/** Whether a Terraform with this environment takes its providers from a folder that others use. */
export function sharesProviders(env: Readonly<Record<string, string>>): boolean {
  return env[VARIABLE] !== undefined;
}

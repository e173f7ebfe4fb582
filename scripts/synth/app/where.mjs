import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Where an app stands, and what it sees of the world.
 *
 * @param {string} entry absolute path of the file that makes the `App`; the repository is the
 *   nearest folder above it with a `cdktf.json`
 * @param {NodeJS.ProcessEnv} env `CDKTF_OUTDIR` and `CDKTF_CONTEXT_JSON` as cdktf-cli sets them
 * @returns {SynthApp}
 */
export function placeApp(entry, env) {
  const root = rootAbove(entry);
  return { root, entry, env: appEnvironment(root, env) };
}

/** @param {string} entry */
function rootAbove(entry) {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "cdktf.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`${entry}: no cdktf.json above it`);
  }
}

/**
 * Node's own options are left out: cdktf-cli sets some that no snapshot opens with. So are
 * certificates, which Node reads before it starts, and nobody is connected to. Annotations get no
 * stack trace: it would name files of this machine.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv & { CDKTF_OUTDIR: string }}
 */
function appEnvironment(root, { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env }) {
  const output = resolve(env["CDKTF_OUTDIR"] ?? join(root, "cdktf.out"));
  mkdirSync(output, { recursive: true });
  const context = env["CDKTF_CONTEXT_JSON"]
    ? JSON.parse(env["CDKTF_CONTEXT_JSON"])
    : JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")).context;
  return {
    ...env,
    CDKTF_OUTDIR: output,
    CDKTF_CONTEXT_JSON: JSON.stringify({
      ...context,
      "@cdktf/disable_stack_trace_in_metadata": true,
    }),
  };
}

/**
 * @typedef {object} SynthApp
 * @property {string} root the repository
 * @property {string} entry absolute path
 * @property {NodeJS.ProcessEnv & { CDKTF_OUTDIR: string }} env
 */

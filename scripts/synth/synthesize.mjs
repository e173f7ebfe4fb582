import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleApp } from "./bundle.mjs";
import { startAppProcess } from "./run/child.mjs";
import { covers } from "./snapshot/cover.mjs";
import { SNAPSHOT_FLAGS } from "./snapshot/flags.mjs";
import { findSnapshot, snapshotFolder } from "./snapshot/store.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Synthesizes an app: bundles its TypeScript and evaluates the bundle, where it can be in a snapshot
 * that has cdktf and the provider classes loaded already.
 *
 * Every run makes everything anew. Only code is kept between runs, and only while each file that it
 * came from stays as it was.
 *
 * @param {object} [options]
 * @param {string} [options.root] absolute path of the repository
 * @param {string} [options.entry] absolute path of the file that makes the `App`
 * @param {NodeJS.ProcessEnv} [options.env] `CDKTF_OUTDIR` and `CDKTF_CONTEXT_JSON` as cdktf-cli sets
 *   them; `GROUNDPLAN_FAST_SYNTH=0` switches snapshot and patches off
 * @returns {Promise<number>} exit code of the app: 0 when it was synthesized
 */
export async function synthesize({
  root = ROOT,
  entry = join(root, "environments/main.ts"),
  env = process.env,
} = {}) {
  const app = { root, entry, env: appEnvironment(root, env) };
  if (env["GROUNDPLAN_FAST_SYNTH"] === "0") return runPlain(bundleApp(entry, root), app);

  const snapshot = findSnapshot(snapshotFolder(root), entry);
  const opened = snapshot && openSnapshot(snapshot, app);
  const bundle = await bundleOrDismiss(app, opened);
  if (snapshot && opened) {
    const usable = covers(snapshot, bundle.imports);
    const { cameUp, code } = await (usable ? opened.run(bundle) : opened.dismiss());
    if (usable && cameUp) return code;
  }
  return runWithNewSnapshot(bundle, app);
}

/**
 * @param {SynthApp} app
 * @param {import("./run/child.mjs").AppProcess | undefined} opened
 */
async function bundleOrDismiss({ entry, root }, opened) {
  try {
    return bundleApp(entry, root);
  } catch (error) {
    await opened?.dismiss();
    throw error;
  }
}

/**
 * @param {import("./bundle.mjs").Bundle} bundle
 * @param {SynthApp} app
 */
async function runWithNewSnapshot(bundle, app) {
  const { buildSnapshot } = await import("./snapshot/build.mjs");
  try {
    const opened = openSnapshot(buildSnapshot(bundle, app), app);
    const { cameUp, code } = await opened.run(bundle);
    if (cameUp) return code;
  } catch (error) {
    if (process.stderr.isTTY) console.error(`synth: the slow way, ${messageOf(error)}`);
  }
  return runPlain(bundle, app);
}

/**
 * @param {import("./snapshot/store.mjs").Snapshot} snapshot
 * @param {SynthApp} app
 */
function openSnapshot({ blob }, app) {
  return startAppProcess([...SNAPSHOT_FLAGS, "--snapshot-blob", blob], {
    cwd: app.root,
    env: app.env,
  });
}

/**
 * @param {import("./bundle.mjs").Bundle} bundle
 * @param {SynthApp} app
 */
async function runPlain(bundle, app) {
  const script = fileURLToPath(new URL("run/plain.mjs", import.meta.url));
  const args = [script, join(app.entry, "..")];
  const { code } = await startAppProcess(args, { cwd: app.root, env: app.env }).run(bundle);
  return code;
}

/**
 * What the app sees of the world. Node's own options are left out: cdktf-cli sets some that no
 * snapshot opens with. Annotations get no stack trace: it would name files of this machine.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function appEnvironment(root, { NODE_OPTIONS: _, ...env }) {
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

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @typedef {{ root: string, entry: string, env: NodeJS.ProcessEnv }} SynthApp */

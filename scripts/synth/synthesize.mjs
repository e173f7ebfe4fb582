import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startAppProcess } from "./run/child.mjs";
import { SNAPSHOT_FLAGS, snapshotFiles } from "./snapshot/place.mjs";

const ESTATE = fileURLToPath(new URL("../../environments/main.ts", import.meta.url));

/**
 * Synthesizes an app: bundles its TypeScript and evaluates the bundle, where it can be in a snapshot
 * that has cdktf and the provider classes loaded already.
 *
 * Every run makes everything anew. Only code is kept between runs, and only while each file that it
 * came from stays as it was.
 *
 * @param {object} [options]
 * @param {string} [options.entry] absolute path of the file that makes the `App`; the repository is
 *   the nearest folder above it with a `cdktf.json`
 * @param {NodeJS.ProcessEnv} [options.env] `CDKTF_OUTDIR` and `CDKTF_CONTEXT_JSON` as cdktf-cli sets
 *   them; `GROUNDPLAN_FAST_SYNTH=0` switches snapshot and patches off
 * @returns {Promise<number>} exit code of the app: 0 when it was synthesized
 * @throws {import("./failure.mjs").SynthFailure} when the TypeScript cannot be bundled
 */
export async function synthesize({ entry = ESTATE, env = process.env } = {}) {
  const root = rootAbove(entry);
  const app = { root, entry, env: appEnvironment(root, env) };
  const fast = env["GROUNDPLAN_FAST_SYNTH"] !== "0";
  // Opened before anything is known about it, because it comes up as slowly as the rest takes.
  const opened = fast ? openSnapshot(app) : undefined;
  const bundle = await bundleOrDismiss(app, opened);
  if (opened) {
    const id = await usableSnapshot(bundle, app);
    const { taken, code } = await (id ? opened.run({ id, bundle }) : opened.dismiss());
    if (taken) return code;
  }
  return fast ? runInNewSnapshot(bundle, app) : runPlain(bundle, app);
}

/**
 * @param {SynthApp} app
 * @param {import("./run/child.mjs").AppProcess | undefined} opened
 */
async function bundleOrDismiss({ entry, root }, opened) {
  try {
    const { bundleApp } = await import("./bundle.mjs");
    return bundleApp(entry, root);
  } catch (error) {
    await opened?.dismiss();
    throw error;
  }
}

/**
 * The snapshot's id, if it was made of what is installed now and has all that the app imports.
 *
 * @param {import("./bundle.mjs").Bundle} bundle
 * @param {SynthApp} app
 */
async function usableSnapshot({ imports }, { root, entry }) {
  const { readIndex } = await import("./snapshot/store.mjs");
  const { covers } = await import("./snapshot/cover.mjs");
  const index = readIndex(root, entry);
  return index && covers(index, imports) ? index.id : undefined;
}

/**
 * @param {import("./bundle.mjs").Bundle} bundle
 * @param {SynthApp} app
 */
async function runInNewSnapshot(bundle, app) {
  const { buildSnapshot } = await import("./snapshot/build.mjs");
  try {
    const { id } = buildSnapshot(bundle, app);
    const result = await openSnapshot(app)?.run({ id, bundle });
    if (result?.taken) return result.code;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.stderr.isTTY) console.error(`synth: the slow way, because ${reason}`);
  }
  return runPlain(bundle, app);
}

/** @param {string} entry */
function rootAbove(entry) {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "cdktf.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`${entry}: no cdktf.json above it`);
  }
}

/** @param {SynthApp} app */
function openSnapshot({ root, entry, env }) {
  const { blob } = snapshotFiles(root, entry);
  if (!existsSync(blob)) return undefined;
  return startAppProcess([...SNAPSHOT_FLAGS, "--snapshot-blob", blob], { cwd: root, env });
}

/**
 * @param {import("./bundle.mjs").Bundle} bundle
 * @param {SynthApp} app
 */
async function runPlain(bundle, { root, entry, env }) {
  const { PLAIN } = await import("./run/plain-id.mjs");
  const script = fileURLToPath(new URL("run/plain.mjs", import.meta.url));
  const started = startAppProcess([script, dirname(entry)], { cwd: root, env });
  const { code } = await started.run({ id: PLAIN, bundle });
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

/** @typedef {{ root: string, entry: string, env: NodeJS.ProcessEnv }} SynthApp */

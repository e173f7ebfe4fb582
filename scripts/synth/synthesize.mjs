import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { placeProviderLocks } from "./provider-locks.mjs";
import { startAppProcess } from "./run/child.mjs";
import { SNAPSHOT_FLAGS, snapshotFiles } from "./snapshot/place.mjs";

const ESTATE = fileURLToPath(new URL("../../environments/main.ts", import.meta.url));

/**
 * Synthesizes an app: turns its TypeScript into scripts and evaluates them, where it can be in a
 * snapshot that has cdktf, the provider classes and the scripts of unchanged files loaded already.
 *
 * Every run evaluates everything anew. Only code is kept between runs, and only while each file that
 * it came from stays as it was.
 *
 * @param {object} [options]
 * @param {string} [options.entry] absolute path of the file that makes the `App`; the repository is
 *   the nearest folder above it with a `cdktf.json`
 * @param {NodeJS.ProcessEnv} [options.env] `CDKTF_OUTDIR` and `CDKTF_CONTEXT_JSON` as cdktf-cli sets
 *   them; `GROUNDPLAN_FAST_SYNTH=0` switches snapshot and patches off
 * @returns {Promise<number>} exit code of the app: 0 when it was synthesized
 * @throws {import("./failure.mjs").SynthFailure} when the TypeScript cannot be read
 */
export async function synthesize({ entry = ESTATE, env = process.env } = {}) {
  const root = rootAbove(entry);
  const app = { root, entry, env: appEnvironment(root, env) };
  const code = await evaluate(app);
  if (code === 0) placeProviderLocks({ root, output: String(app.env["CDKTF_OUTDIR"]), env });
  return code;
}

/** @param {SynthApp} app */
async function evaluate(app) {
  if (app.env["GROUNDPLAN_FAST_SYNTH"] === "0") return runPlain(await readWholeApp(app), app);
  // Opened before anything is known about it, because it comes up as slowly as the rest takes.
  const opened = openSnapshot(app);
  if (opened) {
    const work = await changesOrDismiss(app, opened);
    const { taken, code } = await (work ? opened.run(work) : opened.dismiss());
    if (taken) return code;
  }
  return runInNewSnapshot(app);
}

/**
 * What the snapshot of an app lacks, if it was made of what is installed now and can run the app.
 *
 * @param {SynthApp} app
 * @param {import("./run/child.mjs").AppProcess} opened
 * @returns {Promise<import("./run/serve.mjs").Work | undefined>}
 */
async function changesOrDismiss({ root, entry }, opened) {
  try {
    const { readIndex } = await import("./snapshot/store.mjs");
    const { changedModules } = await import("./app/changes.mjs");
    const index = readIndex(root, entry);
    const modules = index && changedModules(index, root);
    return modules && { id: index.id, entry: relative(root, entry), modules };
  } catch (error) {
    await opened.dismiss();
    throw error;
  }
}

/** @param {SynthApp} app */
async function runInNewSnapshot(app) {
  const whole = await readWholeApp(app);
  const { buildSnapshot } = await import("./snapshot/build.mjs");
  try {
    const { id } = buildSnapshot(whole, app);
    const work = { id, entry: whole.work.entry, modules: [] };
    const result = await openSnapshot(app)?.run(work);
    if (result?.taken) return result.code;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.stderr.isTTY) console.error(`synth: the slow way, because ${reason}`);
  }
  return runPlain(whole, app);
}

/**
 * @param {SynthApp} app
 * @returns {Promise<import("./snapshot/build.mjs").WholeApp>}
 */
async function readWholeApp({ root, entry }) {
  const { discoverApp } = await import("./app/discover.mjs");
  const { transformFiles } = await import("./app/transform.mjs");
  const readAt = Date.now();
  const { files, outside } = discoverApp(entry, root);
  const scripts = Object.entries(transformFiles(Object.keys(files), root));
  const modules = scripts.map(([path, script]) => ({
    path,
    imports: files[path] ?? {},
    ...script,
  }));
  return { outside, work: { entry: relative(root, entry), modules }, readAt };
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
 * @param {import("./snapshot/build.mjs").WholeApp} whole
 * @param {SynthApp} app
 */
async function runPlain({ work }, { root, entry, env }) {
  const { PLAIN } = await import("./run/plain-id.mjs");
  const script = fileURLToPath(new URL("run/plain.mjs", import.meta.url));
  const started = startAppProcess([script, dirname(entry)], { cwd: root, env });
  const { code } = await started.run({ id: PLAIN, ...work });
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

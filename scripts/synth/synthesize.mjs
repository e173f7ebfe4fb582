import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { placeApp } from "./app/where.mjs";
import { placeProviderLocks } from "./provider-locks.mjs";
import { runNode } from "./run/child.mjs";
import { FAILED, isNotTaken } from "./run/exit-codes.mjs";
import { SNAPSHOT_FLAGS, snapshotFiles } from "./snapshot/place.mjs";
import { openWith, readIndex } from "./snapshot/store.mjs";

const ESTATE = fileURLToPath(new URL("../../environments/main.ts", import.meta.url));

/**
 * Synthesizes an app: turns its TypeScript into scripts and evaluates them, where it can be in a
 * snapshot that has cdktf, the provider classes and the scripts of unchanged files loaded already.
 *
 * Every run evaluates everything anew. Only code is kept between runs, and only while each file that
 * it came from stays as it was.
 *
 * @param {object} [options]
 * @param {string} [options.entry] absolute path of the file that makes the `App`
 * @param {string} [options.node] how `main.sh` found Node; it opens the snapshot by itself next time
 * @param {NodeJS.ProcessEnv} [options.env] `CDKTF_OUTDIR` and `CDKTF_CONTEXT_JSON` as cdktf-cli sets
 *   them; `GROUNDPLAN_FAST_SYNTH=0` switches snapshot and patches off
 * @returns {Promise<number>} exit code of the app: 0 when it was synthesized
 * @throws {import("./failure.mjs").SynthFailure} when the TypeScript cannot be read
 */
export async function synthesize({ entry = ESTATE, node, env = process.env } = {}) {
  const app = placeApp(entry, env);
  if (env["GROUNDPLAN_FAST_SYNTH"] === "0") return runPlain(await readWholeApp(app), app);
  const code = (await runInSnapshot(app)) ?? (await runInNewSnapshot(app));
  if (node) openWith(node, app);
  return code;
}

/**
 * @param {import("./app/where.mjs").SynthApp} app
 * @returns {Promise<number | undefined>} nothing when there is no snapshot that can run the app
 */
async function runInSnapshot({ root, entry, env }) {
  if (!readIndex(root, entry)) return undefined;
  const { blob } = snapshotFiles(root, entry);
  const args = [...SNAPSHOT_FLAGS, "--snapshot-blob", blob, entry];
  const code = await runNode(args, { cwd: root, env });
  if (isNotTaken(code)) return undefined;
  return code === FAILED ? 1 : code;
}

/** @param {import("./app/where.mjs").SynthApp} app */
async function runInNewSnapshot(app) {
  const whole = await readWholeApp(app);
  const { buildSnapshot } = await import("./snapshot/build.mjs");
  try {
    buildSnapshot(whole, app);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.stderr.isTTY) console.error(`synth: the slow way, because ${reason}`);
    return runPlain(whole, app);
  }
  return (await runInSnapshot(app)) ?? runPlain(whole, app);
}

/**
 * @param {import("./app/where.mjs").SynthApp} app
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

/**
 * @param {import("./snapshot/build.mjs").WholeApp} whole
 * @param {import("./app/where.mjs").SynthApp} app
 */
async function runPlain({ work }, { root, entry, env }) {
  const script = fileURLToPath(new URL("run/plain.mjs", import.meta.url));
  const code = await runNode([script, dirname(entry)], { cwd: root, env }, JSON.stringify(work));
  if (code === 0) placeProviderLocks({ root, output: env.CDKTF_OUTDIR, env });
  return code;
}

import { relative } from "node:path";
import { changedModules } from "../app/changes.mjs";
import { placeApp } from "../app/where.mjs";
import { placeProviderLocks } from "../provider-locks.mjs";
import { readIndex } from "../snapshot/store.mjs";
import { evaluateApp } from "./evaluate.mjs";
import { FAILED, NOT_TAKEN } from "./exit-codes.mjs";

/**
 * The work of a snapshot that was opened: looks whether it is made of what is there now, takes the
 * files that changed since, and evaluates the app that its first argument names.
 *
 * @param {string} id what the snapshot is known by
 * @param {import("./evaluate.mjs").Loaded} loaded
 */
export function synthesizeOpened(id, loaded) {
  process.once("exit", (code) => {
    if (code === 1) process.exitCode = FAILED;
  });
  const { root, entry, env } = placeApp(String(process.argv[1]), process.env);
  const changed = changedSince(id, root, entry);
  if (!changed) process.exit(NOT_TAKEN);
  process.chdir(root);
  Object.assign(process.env, env);
  process.once("beforeExit", (code) => {
    if (code === 0) placeProviderLocks({ root, output: env.CDKTF_OUTDIR, env });
    // Nothing needs tidying up in a process that ends.
    process.exit();
  });
  loaded.modules.add(changed);
  evaluateApp(relative(root, entry), loaded);
}

/**
 * The files that changed since the snapshot was made, if it can run the app.
 *
 * @param {string} id
 * @param {string} root
 * @param {string} entry
 */
function changedSince(id, root, entry) {
  const index = readIndex(root, entry);
  // With another id, another snapshot was put in its place since it was opened.
  if (index?.id !== id) return undefined;
  try {
    return changedModules(index, root);
  } catch (error) {
    if (!(error instanceof Error && error.name === "SynthFailure")) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

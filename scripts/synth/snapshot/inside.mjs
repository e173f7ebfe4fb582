// What lies in the snapshot beside cdktf and the provider classes.
import { readFileSync } from "node:fs";
import { setFlagsFromString, startupSnapshot } from "node:v8";
import { archiveWith } from "../patch/archive.mjs";
import { patchCdktf } from "../patch/patch.mjs";
import { runApp } from "../run/app.mjs";
import { serveApp } from "../run/serve.mjs";
import { recordSources } from "../run/sources.mjs";

/** The file with the bundle that warms a snapshot up. */
export const WARM_UP = "GROUNDPLAN_SNAPSHOT_WARM_UP";

/**
 * Patches what was loaded, warms it up with a synth of the app itself, forgets that synth, and sets
 * what runs when the snapshot is opened.
 *
 * @param {object} loaded
 * @param {string} loaded.id what the snapshot is known by
 * @param {import("../patch/internals.mjs").Internals} loaded.internals
 * @param {Record<string, any>} loaded.modules what the app may import, by specifier
 * @param {(name: string) => unknown} loaded.builtin
 * @param {string} loaded.archiver the file of cdktf that makes archives
 */
export function furnishSnapshot({ id, internals, modules, builtin, archiver }) {
  const patched = patchCdktf(internals);
  if (!patched) throw new Error(`cdktf ${internals.about.version} is not known to the patches`);
  archiveWith(internals, archiver);
  const recorder = recordSources(modules["cdktf"], modules["constructs"]);
  /** @param {string} specifier */
  const require = (specifier) => modules[specifier] ?? builtin(specifier);

  const bundle = process.env[WARM_UP];
  if (bundle) {
    const mark = patched.mark();
    // Machine code of regular expressions cannot be in a snapshot: Node aborts when it finds some.
    setFlagsFromString("--regexp-interpret-all");
    runApp(JSON.parse(readFileSync(bundle, "utf8")), require, recorder);
    setFlagsFromString("--no-regexp-interpret-all");
    setFlagsFromString("--regexp-tier-up");
    patched.forgetSince(mark);
  }
  startupSnapshot.setDeserializeMainFunction(() => {
    patched.readEnvironment();
    serveApp(id, recorder, () => require);
  });
}

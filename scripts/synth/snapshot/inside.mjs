// What lies in the snapshot beside cdktf, the provider classes and the app's own files.
import { readFileSync } from "node:fs";
import { setFlagsFromString, startupSnapshot } from "node:v8";
import { archiveWith } from "../patch/archive.mjs";
import { patchCdktf } from "../patch/patch.mjs";
import { runApp } from "../run/evaluate.mjs";
import { AppModules } from "../run/loader.mjs";
import { synthesizeOpened } from "../run/opened.mjs";
import { recordSources } from "../run/sources.mjs";

/**
 * Patches what was loaded, warms it up with a synth of the app itself, forgets that synth, and sets
 * what runs when the snapshot is opened.
 *
 * @param {object} loaded
 * @param {string} loaded.id what the snapshot is known by
 * @param {import("../patch/internals.mjs").Internals} loaded.internals
 * @param {Record<string, any>} loaded.classes what the app may import, by specifier
 * @param {(name: string) => unknown} loaded.builtin
 * @param {string} loaded.archiver the file of cdktf that makes archives
 * @param {string} loaded.app the file that holds the app's own files and their entry, as `Work`
 */
export function furnishSnapshot({ id, internals, classes, builtin, archiver, app }) {
  const patched = patchCdktf(internals);
  if (!patched) throw new Error(`cdktf ${internals.about.version} is not known to the patches`);
  archiveWith(internals, archiver);
  const recorder = recordSources(classes["cdktf"], classes["constructs"]);
  /** @param {string} specifier */
  const requireOutside = (specifier) => classes[specifier] ?? builtin(specifier);
  const loaded = { modules: new AppModules(), recorder, requireOutside };

  const mark = patched.mark();
  withoutMachineCodeOfRegExps(() => {
    /** @type {import("../run/evaluate.mjs").Work} */
    const work = JSON.parse(readFileSync(app, "utf8"));
    loaded.modules.add(work.modules);
    loaded.modules.readMaps();
    runApp(work.entry, loaded);
  });
  patched.forgetSince(mark);

  startupSnapshot.setDeserializeMainFunction(() => synthesizeOpened(id, loaded));
}

/**
 * Machine code of regular expressions cannot be in a snapshot: Node aborts when it finds some.
 *
 * @param {() => void} work
 */
function withoutMachineCodeOfRegExps(work) {
  setFlagsFromString("--regexp-interpret-all");
  work();
  // The first flag cleared the second one. Both must be as they are when the snapshot is opened.
  setFlagsFromString("--no-regexp-interpret-all");
  setFlagsFromString("--regexp-tier-up");
}

// Evaluates an app in a plain Node process: without a snapshot, and without the patches where they
// are switched off or do not know this version of cdktf. All files of the app come on standard input.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { patchInstalledCdktf } from "../patch/patch.mjs";
import { evaluateApp } from "./evaluate.mjs";
import { AppModules } from "./loader.mjs";
import { recordSources } from "./sources.mjs";

const require = createRequire(join(process.argv[2] ?? process.cwd(), "any.js"));
patchInstalledCdktf(require);

/** @type {import("./evaluate.mjs").Work} */
const { entry, modules: files } = JSON.parse(readFileSync(0, "utf8"));
const modules = new AppModules();
modules.add(files);
evaluateApp(entry, {
  modules,
  recorder: recordSources(require("cdktf"), require("constructs")),
  requireOutside: (specifier, path) => createRequire(resolve(path))(specifier),
});

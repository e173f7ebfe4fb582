// Evaluates an app in a plain Node process: without a snapshot, and without the patches where they
// are switched off or do not know this version of cdktf.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { patchInstalledCdktf } from "../patch/patch.mjs";
import { AppModules } from "./loader.mjs";
import { PLAIN } from "./plain-id.mjs";
import { serveApp } from "./serve.mjs";
import { recordSources } from "./sources.mjs";

const require = createRequire(join(process.argv[2] ?? process.cwd(), "any.js"));
patchInstalledCdktf(require);

serveApp({
  id: PLAIN,
  modules: new AppModules(),
  recorder: recordSources(require("cdktf"), require("constructs")),
  requireOutside: (specifier, path) => createRequire(resolve(path))(specifier),
});

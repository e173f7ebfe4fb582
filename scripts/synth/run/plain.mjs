// Runs a bundled app in a plain Node process: without a snapshot, and without the patches where
// they are switched off or do not know this version of cdktf.
import { createRequire } from "node:module";
import { join } from "node:path";
import { patchInstalledCdktf } from "../patch/patch.mjs";
import { PLAIN } from "./plain-id.mjs";
import { serveApp } from "./serve.mjs";
import { recordSources } from "./sources.mjs";

const require = createRequire(join(process.argv[2] ?? process.cwd(), "any.js"));
patchInstalledCdktf(require);

serveApp(PLAIN, recordSources(require("cdktf"), require("constructs")), (imports) => {
  const folders = new Map(imports.map(({ specifier, from }) => [specifier, from]));
  return (specifier) => {
    const folder = folders.get(specifier);
    return folder ? createRequire(join(folder, "any.js"))(specifier) : require(specifier);
  };
});

#!/usr/bin/env node
// Synthesizes every stack of every environment into cdktf.out (or CDKTF_OUTDIR).
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const entry = join(root, "environments/main.ts");
process.env["CDKTF_OUTDIR"] ??= join(root, "cdktf.out");
const built = buildSync({
  entryPoints: [entry],
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  format: "cjs",
  keepNames: true,
  external: ["cdktf", "constructs", "@cdktf/*"],
});
const code = built.outputFiles[0]?.text ?? "";
const module = { exports: {} };
new Function("require", "module", "exports", code)(createRequire(entry), module, module.exports);

// Preloaded into a process that synthesizes: whoever asks for cdktf gets what CDKTF_CORE names. Our
// code, the provider packages and cdktf itself cannot tell. At the end it writes down which copies
// were loaded.
const { writeFileSync } = require("node:fs");
const Module = require("node:module");
const { pathToFileURL } = require("node:url");

const core = process.env["CDKTF_CORE"] ?? "cdktf";
const from = Module.createRequire(__filename);

if (core !== "cdktf") swap();

function swap() {
  // Node documents no type for it.
  const internals = /** @type {any} */ (Module);
  const resolveFilename = internals._resolveFilename;
  /**
   * @param {string} request
   * @param {unknown[]} rest
   */
  internals._resolveFilename = function resolveSwapped(request, ...rest) {
    if (!/^cdktf($|\/)/.test(request)) return resolveFilename.call(this, request, ...rest);
    return from.resolve(request.replace(/^cdktf/, core));
  };
  Module.register("./swap-imports.mjs", {
    parentURL: pathToFileURL(__filename),
    data: { core: pathToFileURL(from.resolve(core)).href },
  });
}

process.on("exit", () => {
  const file = process.env["CDKTF_CORES_FILE"];
  if (!file) return;
  const paths = Object.keys(require.cache).flatMap(
    (path) => /^.*\/node_modules\/cdkt[fn]\//.exec(path) ?? [],
  );
  writeFileSync(file, JSON.stringify([...new Set(paths)]));
});

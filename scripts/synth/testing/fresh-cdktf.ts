import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { type Internals, loadInternals } from "../patch/internals.mjs";

const require = createRequire(import.meta.url);
const HOME = dirname(require.resolve("cdktf/package.json")) + sep;

/**
 * A copy of cdktf of its own, as it is installed: the tests' own copy is patched. All copies share
 * one table of tokens, so one copy resolves what another has made.
 */
export function freshCdktf(): { internals: Internals; cdktf: typeof import("cdktf") } {
  const { cache } = require;
  const kept = Object.entries(cache).filter(([path]) => path.startsWith(HOME));
  for (const [path] of kept) delete cache[path];
  try {
    return { internals: loadInternals(require), cdktf: require("cdktf") };
  } finally {
    for (const path of Object.keys(cache)) if (path.startsWith(HOME)) delete cache[path];
    for (const [path, module] of kept) cache[path] = module;
  }
}

import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of each package that an app imports from outside its bundle.
 *
 * @param {readonly import("../bundle.mjs").OutsideImport[]} imports
 * @returns {Record<string, string> | undefined} nothing when a package is missing, or is there twice:
 *   two copies of cdktf must not meet in one process
 */
export function packageFolders(imports) {
  /** @type {Map<string, string | undefined>} */
  const found = new Map();
  /** @type {Record<string, string>} */
  const folders = {};
  for (const { specifier, from } of imports) {
    const name = packageOf(specifier);
    const key = `${from}\n${name}`;
    if (!found.has(key)) found.set(key, findPackage(name, from));
    const folder = found.get(key);
    if (folder === undefined || (folders[name] ?? folder) !== folder) return undefined;
    folders[name] = folder;
  }
  return folders;
}

/**
 * The name of the package that an import names: `@cdktf/provider-aws` of
 * `@cdktf/provider-aws/lib/vpc/index.js`.
 *
 * @param {string} specifier
 */
export function packageOf(specifier) {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * Where Node would find a package, with links followed.
 *
 * @param {string} name
 * @param {string} from
 * @returns {string | undefined}
 */
function findPackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

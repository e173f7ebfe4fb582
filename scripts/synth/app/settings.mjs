import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

/**
 * The files that esbuild reads beside the sources, because they say what an import or a class means.
 * Those that are not there count as well: they may be added.
 *
 * @param {readonly string[]} paths every file of the app
 * @param {string} root
 * @returns {string[]}
 */
export function settingsOf(paths, root) {
  const folders = new Set([root]);
  for (const path of paths) {
    for (let at = dirname(resolve(root, path)); !folders.has(at); at = dirname(at)) folders.add(at);
  }
  const files = new Set(
    [...folders].flatMap((folder) => [join(folder, "package.json"), join(folder, "tsconfig.json")]),
  );
  for (const file of files) {
    if (!file.endsWith("package.json") && existsSync(file)) {
      for (const other of extendedBy(file)) files.add(other);
    }
  }
  return [...files];
}

/**
 * What a `tsconfig.json` builds upon.
 *
 * @param {string} file
 * @returns {string[]}
 * @throws when it names something that is not there
 */
function extendedBy(file) {
  const text = readFileSync(file, "utf8");
  const [, named = ""] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text) ?? [];
  const { resolve: find } = createRequire(file);
  return [...named.matchAll(/"([^"]+)"/g)].map(([, name = ""]) =>
    name.endsWith(".json") || !name.startsWith(".") ? find(name) : find(`${name}.json`),
  );
}

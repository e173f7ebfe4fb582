import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isOutside } from "./outside.mjs";
import { findPackage, packageOf } from "./packages.mjs";
import { transformFiles } from "./transform.mjs";

/** More changed files than this are made a new snapshot of. */
const MANY = 60;

/**
 * The files of an app that are not as they were, turned into scripts.
 *
 * @param {Known} known
 * @param {string} root
 * @returns {import("../run/loader.mjs").AppModule[] | undefined} nothing when the app is no longer
 *   made of the files that are known, or of too many new ones
 */
export function changedModules(known, root) {
  const changed = Object.keys(known.modules).filter(
    (path) =>
      !isUnchanged(join(root, path), /** @type {KnownModule} */ (known.modules[path]).state),
  );
  if (changed.length > MANY) return undefined;
  if (changed.some((path) => !statSync(join(root, path), { throwIfNoEntry: false }))) {
    return undefined;
  }
  /** @type {import("../run/loader.mjs").AppModule[]} */
  const modules = [];
  for (const [path, script] of Object.entries(transformFiles(changed, root, known.esbuild))) {
    const imports = importsOf(path, script.code, known, root);
    if (!imports) return undefined;
    modules.push({ path, imports, ...script });
  }
  return modules;
}

/**
 * Where the imports of a changed file lead. It may import what is known: another file of the app, a
 * class that the snapshot has.
 *
 * @param {string} path
 * @param {string} code
 * @param {Known} known
 * @param {string} root
 */
function importsOf(path, code, known, root) {
  /** @type {Record<string, string>} */
  const imports = {};
  for (const [, specifier] of code.matchAll(/\brequire\("([^"]+)"\)/g)) {
    if (!specifier || specifier.startsWith("node:")) continue;
    if (isOutside(specifier)) {
      if (!known.specifiers.includes(specifier)) return undefined;
      if (!isSamePackage(specifier, path, known, root)) return undefined;
    } else {
      const target = targetOf(specifier, path, known, root);
      if (!target) return undefined;
      imports[specifier] = target;
    }
  }
  return imports;
}

/**
 * @param {string} specifier
 * @param {string} path
 * @param {Known} known
 * @param {string} root
 */
function targetOf(specifier, path, known, root) {
  const before = known.modules[path]?.imports[specifier];
  if (before) return before;
  if (specifier.startsWith(".")) {
    const target = join(dirname(path), specifier);
    return target in known.modules ? target : undefined;
  }
  const others = Object.values(known.modules).find(({ imports }) => specifier in imports);
  return others && isSamePackage(specifier, path, known, root)
    ? others.imports[specifier]
    : undefined;
}

/**
 * True when a file finds the same copy of a package as the files before it.
 *
 * @param {string} specifier
 * @param {string} path
 * @param {Known} known
 * @param {string} root
 */
function isSamePackage(specifier, path, { packages }, root) {
  const name = packageOf(specifier);
  return findPackage(name, dirname(join(root, path)))?.folder === packages[name];
}

/**
 * What tells one content of a file from another without reading it.
 *
 * @param {string} file
 * @returns {FileState | null} nothing for a file that is not there
 */
export function stateOf(file) {
  const now = statSync(file, { throwIfNoEntry: false });
  return now ? [now.size, now.mtimeMs, now.ctimeMs] : null;
}

/**
 * @param {string} file
 * @param {FileState | null} state
 */
export function isUnchanged(file, state) {
  const now = statSync(file, { throwIfNoEntry: false });
  if (!now || !state) return !now && !state;
  const [size, mtimeMs, ctimeMs] = state;
  return now.size === size && now.mtimeMs === mtimeMs && now.ctimeMs === ctimeMs;
}

/**
 * @typedef {[size: number, mtimeMs: number, ctimeMs: number]} FileState
 *
 * @typedef {{ state: FileState | null, imports: Record<string, string> }} KnownModule
 *
 * @typedef {object} Known
 * @property {Record<string, KnownModule>} modules every file of the app
 * @property {string[]} specifiers the imports of packages that can be served
 * @property {Record<string, string>} packages folder of each package, links followed
 * @property {string[]} esbuild the program that makes scripts, with its first arguments
 */

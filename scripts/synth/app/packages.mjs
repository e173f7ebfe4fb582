import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

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
 * Where Node would find a package: the link or folder itself, and where it leads.
 *
 * @param {string} name
 * @param {string} from
 * @returns {{ link: string, folder: string } | undefined}
 */
export function findPackage(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const link = join(at, "node_modules", name);
    if (existsSync(link)) return { link, folder: realpathSync.native(link) };
    if (at === dirname(at)) return undefined;
  }
}

/**
 * Finds the package of each import.
 *
 * @param {readonly import("./discover.mjs").OutsideImport[]} imports
 * @returns {{ packages: Record<string, string>, links: Record<string, string> } | undefined} nothing
 *   when a package is missing, or is there twice: two copies of cdktf must not meet in one process
 */
export function findPackages(imports) {
  /** @type {Record<string, string>} */
  const packages = {};
  /** @type {Record<string, string>} */
  const links = {};
  const looked = new Set();
  for (const { specifier, from } of imports) {
    const name = packageOf(specifier);
    if (looked.has(`${from}\n${name}`)) continue;
    looked.add(`${from}\n${name}`);
    const found = findPackage(name, from);
    if (!found || (packages[name] ?? found.folder) !== found.folder) return undefined;
    packages[name] = found.folder;
    links[found.link] = found.folder;
  }
  return { packages, links };
}

/**
 * True while every link leads to where it led.
 *
 * @param {Record<string, string>} links
 */
export function linksHold(links) {
  return Object.entries(links).every(([link, folder]) => {
    try {
      // The system follows a link in a tenth of the time.
      return realpathSync.native(link) === folder;
    } catch {
      return false;
    }
  });
}

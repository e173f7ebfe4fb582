import { execFileSync } from "node:child_process";

/**
 * Makes archives by running cdktf's own file for it, by its path.
 *
 * cdktf runs `__filename`, which in a bundle is the bundle: every archive would run the whole app
 * again, which makes an archive, without end.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @param {string} script the file `cdktf/lib/private/fs.js`
 */
export function archiveWith({ files }, script) {
  files.archiveSync = (source, target) => {
    execFileSync(process.execPath, [script, source, target], { stdio: ["ignore", "pipe", "pipe"] });
  };
}

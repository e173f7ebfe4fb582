import fs from "node:fs";

/**
 * Writes a text, unless the file holds it already. A file that changes is made anew instead of
 * being emptied and filled: ext4 waits for the disk when a file is filled again, for every file.
 *
 * @param {string} file
 * @param {string} text
 */
export function writeChanged(file, text) {
  if (contentOf(file) === text) return;
  fs.rmSync(file, { force: true });
  plainWrite(file, text);
}

const plainWrite = fs.writeFileSync;

/** @param {string} file */
function contentOf(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Lets cdktf write only the files that change, so that their times tell other tools the truth.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function writeChangedFilesOnly({ synthesizer, manifest }) {
  writeChangedDuring(synthesizer.StackSynthesizer.prototype, "synthesize");
  writeChangedDuring(manifest.Manifest.prototype, "writeToFile");
}

/**
 * @param {any} prototype
 * @param {string} method
 */
function writeChangedDuring(prototype, method) {
  const original = prototype[method];
  /** @param {unknown[]} args */
  prototype[method] = function writing(...args) {
    const before = fs.writeFileSync;
    fs.writeFileSync = (file, data, ...options) => {
      if (typeof file === "string" && typeof data === "string" && options.length === 0) {
        writeChanged(file, data);
      } else {
        before(file, data, ...options);
      }
    };
    try {
      return original.apply(this, args);
    } finally {
      fs.writeFileSync = before;
    }
  };
}

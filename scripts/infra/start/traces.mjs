import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Lets traces name the files that people edit. Node itself would read the map of each part of a bundle when
 * it is loaded; here one is read when a trace comes by its part, which in most runs none does.
 */
export function nameSources() {
  Error.prepareStackTrace = (error, frames) =>
    [headline(error), ...frames.map((frame) => `    at ${placed(frame)}`)].join("\n");
}

/** @param {Error} error */
function headline(error) {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

/**
 * @param {NodeJS.CallSite} frame
 * @returns {string} the frame, with its place in the source where that is known
 */
function placed(frame) {
  const [file, line, column] = [
    frame.getFileName(),
    frame.getLineNumber(),
    frame.getColumnNumber(),
  ];
  if (!file?.startsWith("file:") || line === null || column === null) return String(frame);
  const source = sourceOf(fileURLToPath(file), line, column);
  return source ? String(frame).replace(`${file}:${line}:${column}`, () => source) : String(frame);
}

/** @type {Map<string, SourceMap | undefined>} */
const maps = new Map();

/**
 * @param {string} file
 * @param {number} line
 * @param {number} column
 */
function sourceOf(file, line, column) {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  const entry = maps.get(file)?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return undefined;
  const source = resolve(file, "..", entry.originalSource);
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** @param {string} path */
function readMap(path) {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // A file without a map is named itself.
    return undefined;
  }
}

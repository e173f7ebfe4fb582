import { compileFunction } from "node:vm";
import { isOutside } from "../outside.mjs";
import { createLocate } from "./source-map.mjs";

/** Name of the bundle in stack traces, before they are mapped to TypeScript. */
const SCRIPT = "groundplan:app";

/**
 * Evaluates a bundled app, which synthesizes itself.
 *
 * @param {AppScript} script
 * @param {(specifier: string) => unknown} require
 * @param {import("./sources.mjs").SourceRecorder} recorder
 */
export function runApp(script, require, recorder) {
  const locate = createLocate(script);
  const placeOf = rememberPlaces(locate);
  recorder.start(placeOf);
  try {
    const run = compileFunction(script.code, ["require", "module", "exports"], {
      filename: SCRIPT,
    });
    const module = { exports: {} };
    run(inheritedExports(require), module, module.exports);
  } finally {
    recorder.stop();
  }
}

/**
 * Rewrites the places in a stack trace from the bundle to TypeScript, and leaves the frames of
 * cdktf and Node out.
 *
 * @param {string} stack
 * @param {{ mappings: string, sources: string[] }} map
 */
export function mapStack(stack, map) {
  const locate = createLocate(map);
  const frame = new RegExp(`\\(?${SCRIPT}:(\\d+):(\\d+)\\)?$`);
  return stack
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) || frame.test(line))
    .map((line) =>
      line.replace(frame, (whole, row, column) => {
        const place = locate(Number(row), Number(column));
        return place ? `(${place.file}:${place.line})` : whole;
      }),
    )
    .join("\n");
}

/**
 * Hands out modules whose exports are inherited. esbuild copies a module's own exports into a
 * namespace for each file that imports it: for cdktf, hundreds of getters for each file.
 *
 * @param {(specifier: string) => unknown} require
 */
function inheritedExports(require) {
  /** @param {string} specifier */
  return (specifier) => {
    const exports = require(specifier);
    return isOutside(specifier) ? Object.create(/** @type {object} */ (exports)) : exports;
  };
}

/**
 * The same line of the same bundle is asked for once per round of a loop.
 *
 * @param {import("./source-map.mjs").Locate} locate
 */
function rememberPlaces(locate) {
  /** @type {Map<number, ReturnType<typeof locate>>} */
  const known = new Map();
  /** @param {NodeJS.CallSite} frame */
  return (frame) => {
    if (frame.getFileName() !== SCRIPT) return undefined;
    const line = frame.getLineNumber() ?? 0;
    const column = frame.getColumnNumber() ?? 0;
    const key = line * 0x10000 + column;
    if (!known.has(key)) known.set(key, locate(line, column));
    return known.get(key);
  };
}

/** @typedef {{ code: string, mappings: string, sources: string[] }} AppScript */

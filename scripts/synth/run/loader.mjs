import { compileFunction } from "node:vm";
import { createLocate } from "./source-map.mjs";

/** Names the app's files in stack traces: `groundplan:modules/aws/vpc/vpc.ts:12:3`. */
const SCHEME = "groundplan:";

/**
 * The files of an app, ready to be evaluated. In a snapshot they lie compiled and warm; a changed
 * file is compiled anew.
 */
export class AppModules {
  /** @type {Map<string, CompiledModule>} */
  #modules = new Map();

  /** @param {readonly AppModule[]} modules files that are new, or take the place of older ones */
  add(modules) {
    for (const { path, code, imports, mappings } of modules) {
      const run = compileFunction(code, ["require", "module", "exports"], {
        filename: `${SCHEME}${path}`,
      });
      this.#modules.set(path, { run, imports, locate: createLocate(mappings) });
    }
  }

  /**
   * Evaluates a file and what it imports, each once. Nothing is left of it afterwards: the next
   * call evaluates all of them again.
   *
   * @param {string} entry
   * @param {RequireOutside} requireOutside
   */
  evaluate(entry, requireOutside) {
    /** @type {Map<string, { exports: object }>} */
    const evaluated = new Map();
    /** @param {string} path @returns {object} */
    const load = (path) => {
      const before = evaluated.get(path);
      if (before) return before.exports;
      const compiled = this.#modules.get(path);
      if (!compiled) throw new Error(`${path} is not among the files of the app`);
      const module = { exports: {} };
      evaluated.set(path, module);
      /** @param {string} specifier */
      const require = (specifier) => {
        const own = compiled.imports[specifier];
        return own === undefined ? requireOutside(specifier, path) : load(own);
      };
      compiled.run.call(module.exports, require, module, module.exports);
      return module.exports;
    };
    load(entry);
  }

  /**
   * The TypeScript of a frame, if it is one of the app's. Others are not asked for their line, which
   * V8 would have to look for.
   *
   * @param {NodeJS.CallSite} frame
   */
  placeOf(frame) {
    const script = frame.getFileName();
    if (!script?.startsWith(SCHEME)) return undefined;
    return this.place(script, frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0);
  }

  /**
   * The TypeScript of a place in a file, if it is one of the app's.
   *
   * @param {string | null | undefined} script name of the file in a stack trace
   * @param {number} line
   * @param {number} column
   * @returns {import("./sources.mjs").Place | undefined}
   */
  place(script, line, column) {
    if (!script?.startsWith(SCHEME)) return undefined;
    const file = script.slice(SCHEME.length);
    const found = this.#modules.get(file)?.locate(line, column);
    return found === undefined ? undefined : { file, line: found };
  }

  /** Reads the source maps now instead of when the first place is asked for. */
  readMaps() {
    for (const { locate } of this.#modules.values()) locate(1, 1);
  }

  /**
   * Rewrites the places in a stack trace to TypeScript, and leaves the frames of cdktf and Node out.
   *
   * @param {string} stack
   */
  mapStack(stack) {
    const frame = new RegExp(`\\(?(${SCHEME}.+?):(\\d+):(\\d+)\\)?$`);
    return stack
      .split("\n")
      .filter((line) => !/^\s+at /.test(line) || frame.test(line))
      .map((line) =>
        line.replace(frame, (whole, script, row, column) => {
          const place = this.place(script, Number(row), Number(column));
          return place ? `(${place.file}:${place.line})` : whole;
        }),
      )
      .map((line) => line.replace("at Object.<anonymous> (", "at ("))
      .join("\n");
  }
}

/**
 * @callback RequireOutside
 * @param {string} specifier
 * @param {string} path the file that imports it
 * @returns {unknown}
 *
 * @typedef {object} AppModule
 * @property {string} path path in the repository
 * @property {Record<string, string>} imports which file each import of the app's own leads to
 * @property {string} code CommonJS
 * @property {string} mappings of the source map
 *
 * @typedef {object} CompiledModule
 * @property {Function} run
 * @property {Record<string, string>} imports
 * @property {import("./source-map.mjs").Locate} locate
 */

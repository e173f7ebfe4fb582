import { closeSync, openSync, readSync } from "node:fs";
import { compileFunction } from "node:vm";

/**
 * Makes what was cut out of the file of a provider class, when it is first asked for.
 *
 * @param {string} file absolute path, as it was when it was cut
 * @param {Record<string, unknown>} exports of the file; whatever is cut out is one of them
 * @param {unknown} cdktf
 */
export function partsOf(file, exports, cdktf) {
  /** @param {string} script */
  const evaluate = (script) =>
    compileFunction(`"use strict";\n${script}`, ["exports", "cdktf", "JSII_RTTI_SYMBOL_1"], {
      filename: file,
    })(exports, cdktf, Symbol.for("jsii.rtti"));

  /**
   * A class or a function.
   *
   * @param {string} name
   * @param {number} start its first byte in the file
   * @param {number} end the byte after its last one
   */
  function later(name, start, end) {
    const shape = { configurable: true, enumerable: true };
    Object.defineProperty(exports, name, {
      ...shape,
      get: () => {
        evaluate(`${scriptOf(readPart(file, start, end))}\nexports.${name} = ${name};`);
        return exports[name];
      },
      set: (value) => {
        Object.defineProperty(exports, name, { ...shape, writable: true, value });
      },
    });
  }

  /**
   * A method of the file's own class.
   *
   * @param {number} start
   * @param {number} end
   * @returns {Function}
   */
  function method(start, end) {
    return evaluate(`return function ${scriptOf(readPart(file, start, end))}`);
  }

  return { later, method };
}

/**
 * The script of a part: what it names of its file, it finds among the exports.
 *
 * @param {string} part
 */
function scriptOf(part) {
  return withoutComments(part)
    .replace(/\bnew (?!Error\b)(\w+)\(/g, "new exports.$1(")
    .replace(/(?<!function |[.\w])\w+To(?:Hcl)?Terraform\d*\b/g, "exports.$&")
    .replace(/^_\w+ = JSII_RTTI_SYMBOL_1;$/m, "const $&");
}

/**
 * Without indentation, which would take a quarter of the memory of a part.
 *
 * @param {string} part
 */
function withoutComments(part) {
  return part.includes("`") ? part : part.replace(/^ +(?:\/\/.*|\/\*[\s\S]*?\*\/)?/gm, "");
}

/**
 * @param {string} file
 * @param {number} start
 * @param {number} end
 */
function readPart(file, start, end) {
  const part = Buffer.alloc(end - start);
  const opened = openSync(file, "r");
  try {
    readSync(opened, part, 0, part.length, start);
  } finally {
    closeSync(opened);
  }
  return part.toString("latin1");
}

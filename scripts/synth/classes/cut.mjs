import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The file of a provider class, as the generator of cdktf's providers lays it out. */
const CLASS_FILE = /[\\/]@cdktf[\\/]provider-[\w-]+[\\/]lib[\\/][\w-]+[\\/]index\.js$/;

/** A class of a nested block, its export, and what jsii is told of it. */
const NESTED =
  /^class (?<block>\w+) extends cdktf\.Complex\w+ \{\n[\s\S]*?^\}\nexports\.\k<block> = \k<block>;\n(?:(?<type>_\w+) = JSII_RTTI_SYMBOL_1;\n\k<block>\[\k<type>\] = .*\n)?/;

/** A function that writes a block as HCL. */
const HCL = /^function (?<writer>\w+ToHclTerraform\d*)\(struct\) \{\n[\s\S]*?^\}\n/;

/** Its export, which stands at the top of the file. */
const HCL_EXPORT = /^exports\.(?<exported>\w+ToHclTerraform\d*) = \k<exported>;\n/;

/** The method that writes an element as HCL. */
const HCL_METHOD = /(?<method>^ {4}synthesizeHclAttributes\(\) \{\n[\s\S]*?^ {4}\}\n)/;

const SELDOM = new RegExp(
  [NESTED, HCL, HCL_EXPORT, HCL_METHOD].map(({ source }) => source).join("|"),
  "gm",
);

/**
 * The file of a provider class without what a synth seldom needs of it: nine of ten functions in it
 * are never called. What is cut out is read from the very file when it is first asked for, which
 * must be as it was.
 *
 * @param {string} file absolute path
 * @param {string} text of the file, as Latin 1: a character is a byte
 * @returns {string | undefined} nothing for any other file, and for one that is laid out otherwise
 */
export function cutSeldom(file, text) {
  if (!CLASS_FILE.test(file) || !text.startsWith('"use strict";\n')) return undefined;
  // The greatest ones have their blocks in files beside them.
  if (/\brequire\("(?!cdktf")/.test(text)) return undefined;
  /** @type {Set<string>} */
  const names = new Set();
  const rest = text.replace(SELDOM, (part, ...match) => {
    const { block, writer, method } = match.at(-1);
    const name = block ?? writer;
    if (name) names.add(name);
    const start = /** @type {number} */ (match.at(-3));
    const place = `${start}, ${start + part.length}`;
    if (method) return `    synthesizeHclAttributes() { return method(${place}).call(this); }\n`;
    return name ? `later("${name}", ${place});\n` : "";
  });
  const cut = rest.replace(/\bnew (\w+)\(/g, (whole, name) =>
    names.has(name) ? `new exports.${name}(` : whole,
  );
  if (cut.match(/(?<![."\w])\w+/g)?.some((name) => names.has(name))) return undefined;
  return `"use strict";\n${prelude(file)}${cut.replace('require("cdktf")', `require(${cdktfOf(file)})`)}`;
}

/** @param {string} file */
function prelude(file) {
  const later = JSON.stringify(fileURLToPath(new URL("later.mjs", import.meta.url)));
  const from = `${JSON.stringify(file)}, exports, require(${cdktfOf(file)})`;
  return `const { later, method } = require(${later}).partsOf(${from});\n`;
}

/** @param {string} file */
function cdktfOf(file) {
  return JSON.stringify(createRequire(file).resolve("cdktf"));
}

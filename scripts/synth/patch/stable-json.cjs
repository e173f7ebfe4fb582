// Writes what the package `json-stable-stringify` writes for what cdktf gives it, which is plain
// data and the option `space`: sorted keys, and a line break in what is empty. In a snapshot it
// stands for the package.

const INDENT = "  ";

/**
 * @param {any} given
 * @param {string} indent
 * @param {string | undefined} without
 * @returns {string | undefined}
 */
function write(given, indent, without) {
  const value = typeof given?.toJSON === "function" ? given.toJSON() : given;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent + INDENT;
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) {
      text += `${text === "" ? "" : ","}${inner}${write(item, inner, without) ?? "null"}`;
    }
    return `[${text}${indent}]`;
  }
  for (const key of Object.keys(value).sort()) {
    if (key === without) continue;
    const written = write(value[key], inner, without);
    if (written === undefined) continue;
    text += `${text === "" ? "" : ","}${inner}${JSON.stringify(key)}: ${written}`;
  }
  return `{${text}${indent}}`;
}

/**
 * @param {unknown} value
 * @param {{ space: number, without?: string }} options `without` leaves a key out, at every level
 */
module.exports = (value, options) => {
  if (options?.space !== INDENT.length) throw new Error("only indented by two spaces");
  return write(value, "\n", options.without);
};

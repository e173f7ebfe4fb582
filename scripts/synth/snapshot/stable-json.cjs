// Stands for the package `json-stable-stringify` in a snapshot. It writes what the package writes
// for what cdktf gives it, which is plain data and the option `space`: sorted keys, and a line
// break in what is empty.

const INDENT = "  ";

/**
 * @param {any} given
 * @param {string} indent
 * @returns {string | undefined}
 */
function write(given, indent) {
  const value = typeof given?.toJSON === "function" ? given.toJSON() : given;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent + INDENT;
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) {
      text += `${text === "" ? "" : ","}${inner}${write(item, inner) ?? "null"}`;
    }
    return `[${text}${indent}]`;
  }
  for (const key of Object.keys(value).sort()) {
    const written = write(value[key], inner);
    if (written === undefined) continue;
    text += `${text === "" ? "" : ","}${inner}${JSON.stringify(key)}: ${written}`;
  }
  return `{${text}${indent}}`;
}

/**
 * @param {unknown} value
 * @param {{ space: number }} options
 */
module.exports = (value, options) => {
  if (options?.space !== INDENT.length) throw new Error("only indented by two spaces");
  return write(value, "\n");
};

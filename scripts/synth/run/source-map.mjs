const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;

const COMMA = ",".charCodeAt(0);
const SEMICOLON = ";".charCodeAt(0);

/**
 * Finds the line of TypeScript that a place in a bundle was made from.
 *
 * @param {{ mappings: string, sources: readonly string[] }} map
 * @returns {Locate}
 */
export function createLocate({ mappings, sources }) {
  /** @type {Lines | undefined} */
  let lines;
  return (line, column) => {
    lines ??= decode(mappings);
    const segments = lines[line - 1];
    const found = segments && lastAtOrBefore(segments, column - 1);
    if (!found) return undefined;
    const file = sources[found.source];
    return file === undefined ? undefined : { file, line: found.line + 1 };
  };
}

/**
 * Decodes the mappings of a source map (version 3): segments of base-64 numbers, each relative to
 * the one before it.
 *
 * @param {string} mappings
 * @returns {Lines}
 */
function decode(mappings) {
  /** @type {Lines} */
  const lines = [[]];
  const fields = [0, 0, 0, 0, 0];
  let field = 0;
  let value = 0;
  let shift = 0;
  const close = () => {
    if (field >= 4) {
      const [column, source, line] = /** @type {[number, number, number]} */ (
        /** @type {unknown} */ (fields)
      );
      lines[lines.length - 1]?.push({ column, source, line });
    }
    field = 0;
  };
  for (let i = 0; i < mappings.length; i++) {
    const character = mappings.charCodeAt(i);
    if (character === COMMA) {
      close();
    } else if (character === SEMICOLON) {
      close();
      lines.push([]);
      fields[0] = 0;
    } else {
      const digit = VALUES[character] ?? 0;
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      fields[field] = (fields[field] ?? 0) + (value & 1 ? -(value >> 1) : value >> 1);
      field += 1;
      value = 0;
      shift = 0;
    }
  }
  close();
  return lines;
}

/**
 * @param {readonly Segment[]} segments sorted by column
 * @param {number} column
 */
function lastAtOrBefore(segments, column) {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {Segment} */ (segments[middle]).column <= column) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

/**
 * @typedef {{ column: number, source: number, line: number }} Segment
 * @typedef {Segment[][]} Lines
 *
 * @callback Locate
 * @param {number} line line in the bundle, from 1
 * @param {number} column column in the bundle, from 1
 * @returns {{ file: string, line: number } | undefined}
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;

const COMMA = ",".charCodeAt(0);
const SEMICOLON = ";".charCodeAt(0);

/** A digit with this bit is followed by another one of the same number. */
const MORE = 32;

/**
 * Finds the line of a source that a place in the script was made from.
 *
 * @param {string} mappings of the source map of a script with one source
 * @returns {Locate}
 */
export function createLocate(mappings) {
  /** @type {string | Decoded} */
  let map = mappings;
  return (line, column) => {
    if (typeof map === "string") map = decode(map);
    const { columns, lines, starts } = map;
    const first = starts[line - 1] ?? 0;
    let at = (starts[line] ?? 0) - 1;
    while (at >= first && /** @type {number} */ (columns[at]) > column - 1) at -= 1;
    return at < first ? undefined : /** @type {number} */ (lines[at]) + 1;
  };
}

/**
 * Decodes the mappings of a source map (version 3): segments of base-64 numbers, each relative to
 * the one before it. Of the segments of one line only those are kept that lead to another line of
 * the source.
 *
 * @param {string} mappings
 * @returns {Decoded}
 */
function decode(mappings) {
  /** @type {Decoded} */
  const { columns, lines, starts } = { columns: [], lines: [], starts: [0] };
  let [at, column, line] = [0, 0, 0];

  const next = () => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = /** @type {number} */ (VALUES[mappings.charCodeAt(at++)]);
      value |= (digit & 31) << shift;
      if (!(digit & MORE)) return value & 1 ? -(value >> 1) : value >> 1;
    }
  };

  while (at < mappings.length) {
    const character = mappings.charCodeAt(at);
    if (character === SEMICOLON) {
      starts.push(columns.length);
      column = 0;
      at += 1;
    } else if (character === COMMA) {
      at += 1;
    } else {
      column += next();
      if (isEndOfSegment(mappings, at)) continue;
      next();
      line += next();
      while (!isEndOfSegment(mappings, at)) at += 1;
      const started = starts.at(-1) !== columns.length;
      if (started && lines.at(-1) === line) continue;
      columns.push(column);
      lines.push(line);
    }
  }
  starts.push(columns.length);
  return { columns, lines, starts };
}

/**
 * @param {string} mappings
 * @param {number} at
 */
function isEndOfSegment(mappings, at) {
  const character = mappings.charCodeAt(at);
  return character === COMMA || character === SEMICOLON || at >= mappings.length;
}

/**
 * @typedef {object} Decoded
 * @property {number[]} columns column of each segment in the script
 * @property {number[]} lines line of each segment in the source, from 0
 * @property {number[]} starts where the segments of each line of the script begin
 *
 * @callback Locate
 * @param {number} line line in the script, from 1
 * @param {number} column column in the script, from 1
 * @returns {number | undefined} line in the source, from 1
 */

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
    let [low, high] = [first, starts[line] ?? 0];
    // The last segment that begins at the column or before it.
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numberAt(columns, middle) > column - 1) high = middle;
      else low = middle + 1;
    }
    return low === first ? undefined : numberAt(lines, low - 1) + 1;
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
  /** @type {{ columns: number[], lines: number[], starts: number[] }} */
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
  return { columns: packed(columns), lines: packed(lines), starts };
}

/**
 * Numbers as a text, two bytes each: a snapshot holds them for every file of the app. Numbers that
 * do not fit stay as they are.
 *
 * @param {number[]} numbers
 * @returns {Packed}
 */
function packed(numbers) {
  if (numbers.some((each) => each > 0xffff)) return numbers;
  return numbers.map((each) => String.fromCharCode(each)).join("");
}

/**
 * @param {Packed} numbers
 * @param {number} index
 */
function numberAt(numbers, index) {
  return typeof numbers === "string"
    ? numbers.charCodeAt(index)
    : /** @type {number} */ (numbers[index]);
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
 * @typedef {string | number[]} Packed
 *
 * @typedef {object} Decoded
 * @property {Packed} columns column of each segment in the script
 * @property {Packed} lines line of each segment in the source, from 0
 * @property {number[]} starts where the segments of each line of the script begin
 *
 * @callback Locate
 * @param {number} line line in the script, from 1
 * @param {number} column column in the script, from 1
 * @returns {number | undefined} line in the source, from 1
 */

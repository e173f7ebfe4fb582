const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;

const COMMA = ",".charCodeAt(0);
const SEMICOLON = ";".charCodeAt(0);

/** A digit with this bit is followed by another one of the same number. */
const MORE = 32;

/** Numbers that are kept of a segment: column in the bundle, file, line in the file. */
const WIDTH = 3;

/**
 * Finds the line of TypeScript that a place in a bundle was made from.
 *
 * @param {{ mappings: string, sources: readonly string[] }} map
 * @returns {Locate}
 */
export function createLocate({ mappings, sources }) {
  /** @type {Decoded | undefined} */
  let decoded;
  return (line, column) => {
    decoded ??= decode(mappings);
    const { segments, starts } = decoded;
    const first = starts[line - 1] ?? 0;
    let at = (starts[line] ?? 0) - WIDTH;
    while (at >= first && /** @type {number} */ (segments[at]) > column - 1) at -= WIDTH;
    const file = at < first ? undefined : sources[/** @type {number} */ (segments[at + 1])];
    return file === undefined
      ? undefined
      : { file, line: /** @type {number} */ (segments[at + 2]) + 1 };
  };
}

/**
 * Decodes the mappings of a source map (version 3): segments of base-64 numbers, each relative to
 * the one before it. Of the segments of one line only those are kept that lead to another line of
 * TypeScript. Runs once per synth on some hundred kilobytes, and makes no object on its way.
 *
 * @param {string} mappings
 * @returns {Decoded}
 */
function decode(mappings) {
  const { length } = mappings;
  const segments = new Int32Array(((length >> 1) + 2) * WIDTH);
  const starts = [0];
  let [end, at, column, source, line] = [0, 0, 0, 0, 0];

  const next = () => {
    let digit = /** @type {number} */ (VALUES[mappings.charCodeAt(at++)]);
    let value = digit & 31;
    for (let shift = 5; digit & MORE; shift += 5) {
      digit = /** @type {number} */ (VALUES[mappings.charCodeAt(at++)]);
      value |= (digit & 31) << shift;
    }
    return value & 1 ? -(value >> 1) : value >> 1;
  };

  while (at < length) {
    const character = mappings.charCodeAt(at);
    if (character === SEMICOLON) {
      starts.push(end);
      column = 0;
      at += 1;
    } else if (character === COMMA) {
      at += 1;
    } else {
      column += next();
      if (isEndOfSegment(mappings, at)) continue;
      source += next();
      line += next();
      while (!isEndOfSegment(mappings, at)) at += 1;
      const started = starts[starts.length - 1] !== end;
      if (started && segments[end - 2] === source && segments[end - 1] === line) continue;
      segments[end] = column;
      segments[end + 1] = source;
      segments[end + 2] = line;
      end += WIDTH;
    }
  }
  starts.push(end);
  return { segments, starts };
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
 * @property {Int32Array} segments three numbers for each segment
 * @property {number[]} starts where the segments of each line of the bundle begin
 *
 * @callback Locate
 * @param {number} line line in the bundle, from 1
 * @param {number} column column in the bundle, from 1
 * @returns {{ file: string, line: number } | undefined}
 */

import { remember } from "./remember.mjs";

/**
 * Remembers the snake-case form of each key.
 *
 * cdktf runs three regular expressions per key, per resource, per pass, over some hundred distinct
 * keys. The walk is cdktf's own: what lies below `tags` and `environment` keeps its keys. (cdktf
 * walks the elements of a list twice; the second walk finds nothing to change.)
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function rememberSnakeCase({ util, token }) {
  const { snakeCase } = util;
  const { Tokenization } = token;
  /** @type {Map<string, string>} */
  const known = new Map();

  /** @param {unknown} value */
  const walkValue = (value) => (typeof value === "object" ? walk(value) : value);

  /**
   * @param {any} object
   * @returns {any}
   */
  function walk(object) {
    if (Tokenization.isResolvable(object)) return object;
    if (Array.isArray(object)) return object.map(walkValue);
    /** @type {Record<string, unknown>} */
    const result = {};
    for (const key of Object.keys(object)) {
      if (key === "tags" || key === "environment") result[key] = object[key];
      else result[remember(known, key, snakeCase)] = walkValue(object[key]);
    }
    return result;
  }

  util.keysToSnakeCase = walk;
}

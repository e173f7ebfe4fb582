/** What JavaScript writes in a number token that has become part of a string. */
const NUMBER_TOKEN_IN_TEXT = "e+";

/** What every other token in a string has in it. */
const TOKEN_IN_TEXT = "TfToken[";

const BEGIN = "${TfToken[";
const END = "]}";

/**
 * False for a text without an encoded number.
 *
 * @param {unknown} value
 */
function hasNumber(value) {
  return typeof value !== "string" || value.includes(NUMBER_TOKEN_IN_TEXT);
}

/**
 * Tells texts that are resolved to themselves from those that may hold a token.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function createPlain({ token, tokenMap, fragments }) {
  const { STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE } = token.Token;
  /** @type {Set<string>} */
  const plainKeys = new Set();

  /** @param {string} text */
  function isPlain(text) {
    return (
      !text.includes(TOKEN_IN_TEXT) &&
      !text.includes(NUMBER_TOKEN_IN_TEXT) &&
      text !== STRING_MAP_TOKEN_VALUE &&
      text !== ANY_MAP_TOKEN_VALUE
    );
  }

  /** @param {string} key of an object: one of some hundreds, asked for a thousand times */
  function isPlainKey(key) {
    if (plainKeys.has(key)) return true;
    if (!isPlain(key)) return false;
    plainKeys.add(key);
    return true;
  }

  // The table is private in cdktf's types.
  const { stringTokenMap } = /** @type {{ stringTokenMap: Map<string, any> }} */ (
    /** @type {unknown} */ (tokenMap.TokenMap.instance())
  );

  /**
   * The parts of a text that is one token and nothing else, as most texts with a token are.
   *
   * @param {string} text
   */
  function loneToken(text) {
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) return undefined;
    const found = stringTokenMap.get(text.slice(BEGIN.length, -END.length));
    if (!found) return undefined;
    const parts = new fragments.TokenizedStringFragments();
    parts.addToken(found);
    return parts;
  }

  return { isPlain, isPlainKey, loneToken, hasNumber };
}

const STRING_MARKER = "${TfToken[".length;
const END_MARKER = "]}".length;

/**
 * Lets tokens be forgotten without breaking those that live on.
 *
 * cdktf keeps every token of a process for ever, and with it the stack that it belongs to. Emptying
 * its table alone is unsafe: a token that outlives a synth (`FOR_EXPRESSION_KEY` of cdktf itself)
 * has its text cached and would not be found any more. Here such a token is entered again whenever
 * its text is asked for. Numbers are never used twice, so no two tokens share a text.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @returns {TokenKeeper}
 */
export function keepTokensFindable({ tokenMap, encoding }) {
  const { prototype } = tokenMap.TokenMap;
  /** @param {TokenTable} table @param {string} text @param {unknown} token */
  const enter = (table, text, token) => {
    const key = text.slice(STRING_MARKER, -END_MARKER);
    if (!table.stringTokenMap.has(key)) table.stringTokenMap.set(key, token);
  };
  /** @param {TokenTable} table @param {number} number @param {boolean} list @param {unknown} token */
  const enterNumber = (table, number, list, token) => {
    const index = encoding.extractTokenDouble(number, list);
    if (index !== undefined) table.numberTokenMap.set(index, token);
  };
  after(prototype, "registerString", (table, text, token) => enter(table, text, token));
  after(prototype, "registerList", (table, [text], token) => enter(table, text, token));
  after(prototype, "registerMap", (table, map, token) => {
    for (const key of Object.keys(map)) enter(table, key, token);
  });
  after(prototype, "registerNumber", (table, number, token) =>
    enterNumber(table, number, false, token),
  );
  after(prototype, "registerNumberList", (table, [number], token) =>
    enterNumber(table, number, true, token),
  );
  // The table's fields are private in cdktf's types.
  const table = () => /** @type {TokenTable} */ (/** @type {any} */ (tokenMap.TokenMap.instance()));
  return { mark: () => table().tokenCounter, forgetSince: (mark) => forget(table(), mark) };
}

/**
 * Numbers tokens without a regular expression for each: hardly any has a hint that would have to be
 * cleaned.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function numberTokensPlainly({ tokenMap }) {
  const prototype = /** @type {any} */ (tokenMap.TokenMap.prototype);
  const { registerStringKey } = prototype;
  /** @this {TokenTable} @param {unknown} token @param {string} [hint] */
  prototype.registerStringKey = function registerPlainly(token, hint) {
    if (hint) return registerStringKey.call(this, token, hint);
    const key = `TOKEN.${this.tokenCounter++}`;
    this.stringTokenMap.set(key, token);
    return key;
  };
}

/**
 * @param {TokenTable} table
 * @param {number} mark
 */
function forget(table, mark) {
  for (const key of table.stringTokenMap.keys()) {
    if (Number(key.slice(key.lastIndexOf(".") + 1)) >= mark) table.stringTokenMap.delete(key);
  }
  for (const index of table.numberTokenMap.keys()) {
    if (index >= mark) table.numberTokenMap.delete(index);
  }
}

/**
 * Runs `then` with the table, the result and the token of each call of a method.
 *
 * @param {any} prototype
 * @param {string} method
 * @param {(table: TokenTable, result: any, token: unknown) => void} then
 */
function after(prototype, method, then) {
  const original = prototype[method];
  /** @this {TokenTable} @param {unknown} token @param {unknown[]} rest */
  prototype[method] = function enterAgain(token, ...rest) {
    const result = original.call(this, token, ...rest);
    then(this, result, token);
    return result;
  };
}

/**
 * @typedef {{
 *   stringTokenMap: Map<string, unknown>,
 *   numberTokenMap: Map<number, unknown>,
 *   tokenCounter: number,
 * }} TokenTable
 *
 * @typedef {object} TokenKeeper
 * @property {() => number} mark the moment, for `forgetSince`
 * @property {(mark: number) => void} forgetSince forgets every token made after a mark
 */

import { createPlain } from "./plain.mjs";

/**
 * Resolves tokens without a context object and four regular expressions for every string.
 *
 * cdktf makes a context with two closures for each node of each tree and scans each string four
 * times, three times per resource. Most strings have no token in them: they are returned as they
 * are, and a context is made only where a token asks for one. Whatever is wrong with the tree is
 * left to cdktf: when anything throws here, the original resolves the whole tree again and raises
 * its own error, with the path of the property.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @param {(token: any) => void} [meetToken] told of every token
 * @returns {Settled}
 */
export function resolveFast(internals, meetToken = () => {}) {
  const { resolve: module } = internals;
  const original = module.resolve;
  const state = { settled: true };
  const walk = createWalk(internals, meetToken, state);

  module.resolve = (value, options) => {
    try {
      return walk(value, options, asContext(options.previousContext), options.prefix?.length ?? 0);
    } catch {
      state.settled = false;
      return original(value, options);
    }
  };
  return {
    holds: () => state.settled,
    forget: () => {
      state.settled = true;
    },
  };
}

/** Depth at which cdktf takes a tree for circular. */
const DEEPEST = 200;

/** Encoded numbers lie around -1e298; nothing that people write does. */
const TOKEN_NUMBERS_BELOW = -1e200;

/**
 * @param {import("./internals.mjs").Internals} internals
 * @param {(token: any) => void} meetToken
 * @param {{ settled: boolean }} state
 * @returns {(value: any, settings: Settings, outer: Context | undefined, depth: number) => any}
 */
function createWalk(internals, meetToken, state) {
  const { encoding, tokenMap, token, resolvable } = internals;
  const { TokenString, containsStringListTokenElement, containsNumberListTokenElement } = encoding;
  const { STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE, NUMBER_MAP_TOKEN_VALUE } = token.Token;
  const tokens = tokenMap.TokenMap.instance();
  /** @param {string} key */
  const lookup = (key) => tokens.lookupToken(key);
  /** @param {string} text */
  const lookupNumber = (text) => /** @type {any} */ (tokens.lookupNumberToken(parseFloat(text)));
  const concat = new resolvable.StringConcat();
  const { isPlain, isPlainKey, loneToken, hasNumber } = createPlain(internals);

  /**
   * What a token gets to resolve itself with, and what is run on its result. Flags come from the
   * token around it: `suppressBraces` says that an expression is open already.
   *
   * @param {Settings} settings
   * @param {Context | undefined} outer
   * @param {number} depth
   * @returns {Context}
   */
  function contextIn(settings, outer, depth) {
    /** @type {Context} */
    const context = {
      preparing: settings.preparing,
      scope: settings.scope,
      suppressBraces: outer?.suppressBraces,
      ignoreEscapes: outer?.ignoreEscapes,
      warnEscapes: outer?.warnEscapes,
      iteratorContext: outer?.iteratorContext,
      postProcessor: undefined,
      registerPostProcessor(processor) {
        context.postProcessor = processor;
      },
      resolve: (value) => walk(value, settings, context, depth),
    };
    return context;
  }

  /** @type {(value: any, settings: Settings, outer: Context | undefined, depth: number) => any} */
  function walk(value, settings, outer, depth) {
    if (depth > DEEPEST) throw new LeaveToOriginal();
    switch (typeof value) {
      case "string":
        return walkString(value, settings, outer, depth);
      case "number":
        return walkNumber(value, settings, outer, depth);
      case "object":
        if (value === null) return value;
        if (value instanceof Date) {
          // cdktf makes something else of it when it merges.
          state.settled = false;
          return value;
        }
        if (Array.isArray(value)) return walkList(value, settings, outer, depth);
        return walkObject(value, settings, outer, depth);
      case "function":
        throw new LeaveToOriginal();
      default:
        return value;
    }
  }

  /** @type {(text: string, settings: Settings, outer: Context | undefined, depth: number) => any} */
  function walkString(text, settings, outer, depth) {
    if (isPlain(text)) return text;
    if (text === STRING_MAP_TOKEN_VALUE || text === ANY_MAP_TOKEN_VALUE) {
      throw new LeaveToOriginal();
    }
    if (text.includes("#{TfToken[") && TokenString.forListToken(text).test()) {
      throw new LeaveToOriginal();
    }
    /** @type {any} */
    let result = text;
    const parts = loneToken(text) ?? partsOf(text, outer);
    if (parts) {
      const context = contextIn(settings, outer, depth);
      result = settings.resolver.resolveString(parts, context);
    }
    const numbers = hasNumber(result) ? TokenString.forNumbers(result) : undefined;
    if (numbers?.test()) {
      const context = contextIn(settings, outer, depth);
      result = numbers.split(lookupNumber).mapTokens(context).join(concat);
    }
    if (typeof result === "string" && !isPlain(result)) state.settled = false;
    return result;
  }

  /**
   * @param {string} text
   * @param {Context | undefined} outer
   */
  function partsOf(text, outer) {
    const parts = TokenString.forString(text, !outer?.ignoreEscapes, outer?.warnEscapes);
    return parts.test() ? parts.split(lookup) : undefined;
  }

  /** @type {(x: number, settings: Settings, outer: Context | undefined, depth: number) => any} */
  function walkNumber(x, settings, outer, depth) {
    if (x === NUMBER_MAP_TOKEN_VALUE) throw new LeaveToOriginal();
    if (!(x < TOKEN_NUMBERS_BELOW)) return x;
    const found = tokens.lookupNumberToken(x);
    return found === undefined ? x : contextIn(settings, outer, depth).resolve(found);
  }

  /** @type {(list: any[], settings: Settings, outer: Context | undefined, depth: number) => any} */
  function walkList(list, settings, outer, depth) {
    for (const element of list) {
      if (typeof element === "string" && element.includes("#{TfToken[")) {
        if (!containsStringListTokenElement(list)) continue;
        return settings.resolver.resolveList(list, contextIn(settings, outer, depth));
      }
    }
    for (const element of list) {
      if (typeof element === "number" && element < TOKEN_NUMBERS_BELOW) {
        if (!containsNumberListTokenElement(list)) continue;
        return settings.resolver.resolveNumberList(list, contextIn(settings, outer, depth));
      }
    }
    const result = [];
    for (const element of list) {
      const resolved = walk(element, settings, outer, depth + 1);
      if (resolved !== undefined) result.push(resolved);
    }
    return result;
  }

  /** @type {(object: any, settings: Settings, outer: Context | undefined, depth: number) => any} */
  function walkObject(object, settings, outer, depth) {
    const keys = Object.keys(object);
    const plain = keys.every(isPlainKey);
    if (!plain && keys.some(isMapToken)) {
      return settings.resolver.resolveMap(object, contextIn(settings, outer, depth));
    }
    if (typeof object.resolve === "function") {
      meetToken(object);
      const context = contextIn(settings, outer, depth);
      return settings.resolver.resolveToken(object, context, postProcess(context, state));
    }
    if (object._children !== undefined && object._metadata !== undefined) {
      throw new LeaveToOriginal();
    }
    /** @type {Record<string, unknown>} */
    const result = {};
    for (const key of keys) {
      const value = object[key];
      if (plain && value === undefined) continue;
      const name = plain ? key : walkString(key, settings, outer, depth);
      if (typeof name !== "string") throw new LeaveToOriginal();
      const resolved = walk(value, settings, outer, depth + 1);
      if (resolved !== undefined) result[name] = resolved;
    }
    return result;
  }

  /** @param {string} key */
  function isMapToken(key) {
    return TokenString.forMapToken(key).test();
  }

  return walk;
}

/**
 * A context of cdktf's own making has every flag that is read here.
 *
 * @param {import("cdktf").IResolveContext | undefined} context
 */
function asContext(context) {
  return /** @type {Context | undefined} */ (context);
}

/**
 * @param {Context} context
 * @param {{ settled: boolean }} state
 */
function postProcess(context, state) {
  return {
    /** @param {any} value */
    postProcess: (value) => {
      if (!context.postProcessor) return value;
      state.settled = false;
      return context.postProcessor.postProcess(value, context);
    },
  };
}

/** Something that only the original knows what to say about. */
class LeaveToOriginal extends Error {}

/**
 * Whether everything that was resolved would be resolved to itself. It would not where parts of a
 * text add up to something that looks like a token, or where a token changed its result afterwards.
 *
 * @typedef {{ holds: () => boolean, forget: () => void }} Settled
 *
 * @typedef {Omit<Parameters<typeof import("cdktf/lib/tokens/private/resolve.js").resolve>[1], "prefix">} Settings
 * @typedef {import("cdktf").IResolveContext & { postProcessor: import("cdktf").IPostProcessor | undefined }} Context
 */

/**
 * Notices when code of the app's own is going to run while stacks are written: a lazy value or
 * another token that is not cdktf's, an aspect, a validation, a synthesis of its own. Such code may
 * change anything between two looks at an element.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @returns {OwnCode}
 */
export function watchOwnCode(internals) {
  const { aspect, constructs, synthesizer, binaryVersion, providerPresence, terraformVersion } =
    internals;
  let seen = false;
  const notice = () => {
    seen = true;
  };
  before(aspect.Aspects.prototype, "add", notice);
  before(synthesizer, "addCustomSynthesis", notice);
  const harmless = new Set([
    binaryVersion.ValidateBinaryVersion,
    providerPresence.ValidateProviderPresence,
    terraformVersion.ValidateTerraformVersion,
  ]);
  before(constructs.Node.prototype, "addValidation", (validation) => {
    if (!harmless.has(validation?.constructor)) notice();
  });
  const resolves = resolvesOfCdktf(internals);
  return {
    seen: () => seen,
    forget: () => {
      seen = false;
    },
    meetToken: (token) => {
      if (!seen && !resolves.has(token.resolve)) notice();
    },
  };
}

/**
 * How cdktf's own tokens resolve themselves: each gives the same whenever it is asked.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
function resolvesOfCdktf({ expression, complex, intrinsic, token }) {
  const tokens = [
    expression.rawString(""),
    expression.ref(""),
    expression.propertyAccess("", []),
    expression.conditional("", "", ""),
    expression.call("", []),
    expression.forExpression("", ""),
    ...token.Tokenization.reverseString(expression.dependable({ fqn: "" })).tokens,
  ];
  // Not every one of them is exported, but each is made by a function that is.
  const prototypes = [
    ...tokens.map((token) => Object.getPrototypeOf(token)),
    intrinsic.Intrinsic.prototype,
    expression.OperatorExpression.prototype,
    Object.getPrototypeOf(complex.ComplexList.prototype),
  ];
  return new Set(prototypes.map(({ resolve }) => resolve));
}

/**
 * Runs `first` before each call of a method or an exported function.
 *
 * @param {any} holder
 * @param {string} name
 * @param {(argument: any) => void} first
 */
function before(holder, name, first) {
  const original = holder[name];
  /** @param {unknown[]} args */
  holder[name] = function notified(...args) {
    first(args[0]);
    return original.apply(this, args);
  };
}

/**
 * @typedef {object} OwnCode
 * @property {() => boolean} seen true from when such code was noticed
 * @property {() => void} forget
 * @property {(token: { resolve: Function }) => void} meetToken told of every token that is resolved
 */

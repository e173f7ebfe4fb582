// The parts of cdktf that the patches reach into. They are not in its public interface, so the
// patches are made for one version and stay away from every other.

/** The version of cdktf whose insides the patches know. */
export const PATCHED_CDKTF = "0.21.0";

/** Every part by the name that the patches use. */
export const INTERNAL_MODULES = /** @type {const} */ ({
  about: "cdktf/package.json",
  testing: "cdktf/lib/testing/index.js",
  stackTrace: "cdktf/lib/tokens/private/stack-trace.js",
  resolve: "cdktf/lib/tokens/private/resolve.js",
  encoding: "cdktf/lib/tokens/private/encoding.js",
  fragments: "cdktf/lib/tokens/string-fragments.js",
  tokenMap: "cdktf/lib/tokens/private/token-map.js",
  resolvable: "cdktf/lib/tokens/resolvable.js",
  token: "cdktf/lib/tokens/token.js",
  util: "cdktf/lib/util.js",
  stack: "cdktf/lib/terraform-stack.js",
  binaryVersion: "cdktf/lib/validations/validate-binary-version.js",
  aspect: "cdktf/lib/aspect.js",
  complex: "cdktf/lib/complex-computed-list.js",
  constructs: "constructs",
  dataSource: "cdktf/lib/terraform-data-source.js",
  expression: "cdktf/lib/tfExpression.js",
  intrinsic: "cdktf/lib/tokens/private/intrinsic.js",
  providerPresence: "cdktf/lib/validations/validate-provider-presence.js",
  resource: "cdktf/lib/terraform-resource.js",
  terraformVersion: "cdktf/lib/validations/validate-terraform-version.js",
  dynamicBlock: "cdktf/lib/terraform-dynamic-block.js",
  files: "cdktf/lib/private/fs.js",
  manifest: "cdktf/lib/manifest.js",
  synthesizer: "cdktf/lib/synthesize/synthesizer.js",
});

/**
 * @typedef {{
 *   about: { version: string },
 *   testing: typeof import("cdktf/lib/testing/index.js"),
 *   stackTrace: typeof import("cdktf/lib/tokens/private/stack-trace.js"),
 *   resolve: typeof import("cdktf/lib/tokens/private/resolve.js"),
 *   encoding: typeof import("cdktf/lib/tokens/private/encoding.js"),
 *   fragments: typeof import("cdktf/lib/tokens/string-fragments.js"),
 *   tokenMap: typeof import("cdktf/lib/tokens/private/token-map.js"),
 *   resolvable: typeof import("cdktf/lib/tokens/resolvable.js"),
 *   token: typeof import("cdktf/lib/tokens/token.js"),
 *   util: typeof import("cdktf/lib/util.js"),
 *   stack: typeof import("cdktf/lib/terraform-stack.js"),
 *   binaryVersion: typeof import("cdktf/lib/validations/validate-binary-version.js"),
 *   aspect: typeof import("cdktf/lib/aspect.js"),
 *   complex: typeof import("cdktf/lib/complex-computed-list.js"),
 *   constructs: typeof import("constructs"),
 *   dataSource: typeof import("cdktf/lib/terraform-data-source.js"),
 *   expression: typeof import("cdktf/lib/tfExpression.js"),
 *   intrinsic: typeof import("cdktf/lib/tokens/private/intrinsic.js"),
 *   providerPresence: typeof import("cdktf/lib/validations/validate-provider-presence.js"),
 *   resource: typeof import("cdktf/lib/terraform-resource.js"),
 *   terraformVersion: typeof import("cdktf/lib/validations/validate-terraform-version.js"),
 *   dynamicBlock: typeof import("cdktf/lib/terraform-dynamic-block.js"),
 *   files: typeof import("cdktf/lib/private/fs.js"),
 *   manifest: typeof import("cdktf/lib/manifest.js"),
 *   synthesizer: typeof import("cdktf/lib/synthesize/synthesizer.js"),
 * }} Internals
 */

/**
 * Loads the parts from the copy of cdktf that `require` finds.
 *
 * @param {NodeJS.Require} require
 * @returns {Internals}
 */
export function loadInternals(require) {
  const entries = Object.entries(INTERNAL_MODULES).map(([name, path]) => [name, require(path)]);
  return Object.fromEntries(entries);
}

/**
 * Replaces an export of a CommonJS module for everyone who asks for it later. Modules that
 * TypeScript compiled look their imports up at each call, so cdktf itself sees the replacement.
 *
 * @template {object} M
 * @template {keyof M} K
 * @param {M} module
 * @param {K} name
 * @param {M[K]} replacement
 */
export function replaceExport(module, name, replacement) {
  module[name] = replacement;
}

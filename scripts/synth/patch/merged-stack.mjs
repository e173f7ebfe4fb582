/**
 * Leaves the merged tree of a stack as it is.
 *
 * cdktf resolves each element, merges the results and resolves the whole once more, for the sake of
 * overrides on the stack, which may hold tokens. Without such overrides everything in the tree is
 * resolved already, and resolving it again changes nothing, but for what `settled` knows of.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @param {import("./resolver.mjs").Settled} settled
 */
export function resolveElementsOnly({ stack, resolve: module }, settled) {
  const { prototype } = stack.TerraformStack;
  const { toTerraform } = prototype;
  const { resolve } = module;
  /** @type {import("cdktf").TerraformStack | undefined} */
  let merging;

  prototype.toTerraform = function toTerraformOnce() {
    const before = merging;
    merging = hasOverrides(this) ? undefined : this;
    try {
      return toTerraform.call(this);
    } finally {
      merging = before;
    }
  };

  module.resolve = (value, options) =>
    merging && settled.holds() && isMergedTree(value, merging)
      ? defined(value)
      : resolve(value, options);
}

/** @param {import("cdktf").TerraformStack} stack */
function hasOverrides(stack) {
  const { rawOverrides } = /** @type {{ rawOverrides: object }} */ (/** @type {unknown} */ (stack));
  return Object.keys(rawOverrides).length > 0;
}

/**
 * Only the merged tree carries what the stack says of itself.
 *
 * @param {any} value
 * @param {import("cdktf").TerraformStack} stack
 */
function isMergedTree(value, stack) {
  const about = value?.["//"];
  return about?.outputs !== undefined && about.metadata?.stackName === stack.node.id;
}

/**
 * Without what is undefined, which only the stack's own words can be.
 *
 * @param {any} tree
 */
function defined(tree) {
  const about = tree["//"];
  const metadata = Object.entries(about.metadata).filter(([, value]) => value !== undefined);
  return { ...tree, "//": { ...about, metadata: Object.fromEntries(metadata) } };
}

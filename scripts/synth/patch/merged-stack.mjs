/**
 * Leaves the merged tree of a stack as it is, and merges elements without copying them.
 *
 * cdktf resolves each element, copies the results into one tree and resolves the whole once more, for
 * the sake of overrides on the stack, which may hold tokens. Without such overrides everything in the
 * tree is resolved already, and resolving it again changes nothing, but for what `settled` knows of.
 * What was resolved was made for this tree alone, so it becomes a part of it as it is.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @param {import("./resolver.mjs").Settled} settled
 */
export function resolveElementsOnly({ stack, resolve: module, util }, settled) {
  const { prototype } = stack.TerraformStack;
  const { toTerraform } = prototype;
  const { resolve } = module;
  const { deepMerge } = util;
  /** @type {{ stack: import("cdktf").TerraformStack, resolved: Set<object> } | undefined} */
  let merging;

  prototype.toTerraform = function toTerraformOnce() {
    const before = merging;
    merging = hasOverrides(this) ? undefined : { stack: this, resolved: new Set() };
    try {
      return toTerraform.call(this);
    } finally {
      merging = before;
    }
  };

  module.resolve = (value, options) => {
    if (!merging || !settled.holds()) return resolve(value, options);
    if (isMergedTree(value, merging.stack)) return defined(value);
    const resolved = resolve(value, options);
    if (isTree(resolved)) merging.resolved.add(resolved);
    return resolved;
  };

  util.deepMerge = (target, ...sources) => {
    const [source] = sources;
    return sources.length === 1 && merging?.resolved.has(source) && settled.holds()
      ? mergeResolved(target, source, deepMerge)
      : deepMerge(target, ...sources);
  };
}

/**
 * Does what `deepMerge` of cdktf does to a source that nothing else holds and that has no token, no
 * date and nothing undefined in it.
 *
 * @param {any} target
 * @param {any} source
 * @param {Function} deepMerge for what does not fit together
 */
function mergeResolved(target, source, deepMerge) {
  for (const key of Object.keys(source)) {
    const [there, value] = [target[key], source[key]];
    if (isTree(there) && isTree(value)) mergeResolved(there, value, deepMerge);
    else if (Array.isArray(there) && Array.isArray(value)) target[key] = [...there, ...value];
    else if (typeof there === "object" && isTree(value)) deepMerge(target, { [key]: value });
    else target[key] = value;
  }
  return target;
}

/**
 * True for an object with keys of its own.
 *
 * @param {unknown} value
 * @returns {value is object}
 */
function isTree(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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

import { remember } from "./remember.mjs";

/**
 * Walks the graph of stacks once per question instead of once per path.
 *
 * cdktf asks whether one stack depends on another by following every path between them, for every
 * reference: exponential in the number of stacks that know each other.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function walkStackGraphOnce({ stack }) {
  const { prototype } = stack.TerraformStack;
  const { addDependency } = prototype;

  /**
   * @this {Stack}
   * @param {Stack} other
   */
  prototype.dependsOn = function dependsOn(other) {
    const seen = new Set([/** @type {Stack} */ (this)]);
    for (const reached of seen) {
      if (reached.dependencies.includes(other)) return true;
      for (const next of reached.dependencies) seen.add(next);
    }
    return false;
  };

  /**
   * A stack that already is a dependency was checked for a loop when it became one.
   *
   * @this {Stack}
   * @param {Stack} dependency
   */
  prototype.addDependency = function addDependencyOnce(dependency) {
    if (!this.dependencies.includes(dependency)) addDependency.call(this, dependency);
  };
}

/**
 * Remembers the stack of each construct. A construct never changes its scope, so neither does its
 * stack.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function rememberStackOfConstruct({ stack }) {
  const { TerraformStack } = stack;
  const original = TerraformStack.of;
  /** @type {WeakMap<import("constructs").IConstruct, Stack>} */
  const stacks = new WeakMap();
  TerraformStack.of = (construct) => remember(stacks, construct, original);
}

/**
 * Collects the constructs of a stack without a promise for each.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function findWithoutPromises({ stack }) {
  const prototype = /** @type {any} */ (stack.TerraformStack.prototype);
  /**
   * @this {Stack}
   * @param {(construct: import("constructs").IConstruct) => boolean} predicate
   */
  prototype.findAll = function findAll(predicate) {
    return this.node.findAll().filter(predicate);
  };
}

/** @typedef {import("cdktf").TerraformStack} Stack */

/**
 * Resolves each resource once instead of twice.
 *
 * cdktf resolves every element when it prepares a stack, to find references that cross stacks, and
 * again when it writes the stack. Nothing changes in between but what code of the app's own changes.
 * So the first result is kept, and used as long as no such code was noticed anywhere; otherwise
 * everything is resolved again.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @param {import("./own-code.mjs").OwnCode} ownCode
 */
export function resolveElementsOnce({ resource, dataSource, stack, resolve: module }, ownCode) {
  /** @type {WeakMap<object, Map<object, object>>} */
  const keptOf = new WeakMap();
  /** @type {WeakSet<object>} */
  const reused = new WeakSet();
  /** @type {{ phase?: "prepare" | "write", kept: Map<object, object>, last?: Rendered }} */
  let state = { kept: new Map() };

  renderOnce(resource.TerraformResource.prototype);
  renderOnce(dataSource.TerraformDataSource.prototype);

  /** @param {{ toTerraform(): any }} prototype */
  function renderOnce(prototype) {
    const original = prototype.toTerraform;
    prototype.toTerraform = function toTerraformOnce() {
      if (state.phase === "write" && !ownCode.seen()) {
        const kept = state.kept.get(this);
        if (kept) {
          reused.add(kept);
          return kept;
        }
      }
      const value = original.call(this);
      if (state.phase === "prepare" && isGenerated(this, toTerraformOnce)) {
        state.last = { element: this, value };
      }
      return value;
    };
  }

  const { resolve } = module;
  module.resolve = (value, options) => {
    if (state.phase === "write" && isObject(value) && reused.has(value)) return value;
    const resolved = resolve(value, options);
    if (state.last && state.last.value === value) {
      if (options.preparing) state.kept.set(state.last.element, resolved);
      delete state.last;
    }
    return resolved;
  };

  const { prototype } = stack.TerraformStack;
  const { prepareStack, toTerraform } = prototype;
  prototype.prepareStack = function prepareAndKeep() {
    const kept = new Map();
    keptOf.set(this, kept);
    during({ phase: "prepare", kept }, () => prepareStack.call(this));
  };
  prototype.toTerraform = function writeFromKept() {
    const kept = keptOf.get(this) ?? new Map();
    keptOf.delete(this);
    return during({ phase: "write", kept }, () => toTerraform.call(this));
  };

  /**
   * @template T
   * @param {typeof state} now
   * @param {() => T} work
   * @returns {T}
   */
  function during(now, work) {
    const before = state;
    state = now;
    try {
      return work();
    } finally {
      state = before;
    }
  }
}

/**
 * True for an element of a generated class, as it was generated: what the app derives from one may
 * do anything.
 *
 * @param {any} element
 * @param {Function} toTerraform
 */
function isGenerated(element, toTerraform) {
  return (
    element.toTerraform === toTerraform && Object.hasOwn(element.constructor, "tfResourceType")
  );
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** @typedef {{ element: object, value: unknown }} Rendered */

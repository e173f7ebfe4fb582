// The same swap for `import`: see swap.cjs.
let core = "";

/** @param {{ core: string }} data */
export function initialize(data) {
  core = data.core;
}

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  if (specifier === "cdktf") return { url: core, shortCircuit: true };
  return nextResolve(specifier, context);
}

import write from "./stable-json.cjs";

/**
 * Writes what a test synthesizes in one go.
 *
 * cdktf copies the tree without its comments first, and each object of it once for every key: a
 * third of the time of a test of a large stack.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function writeTestsAtOnce({ testing, synthesizer }) {
  testing.Testing.synth = (stack, runValidations = false) => {
    synthesizer.invokeAspects(stack);
    if (runValidations) stack.runAllValidations();
    return String(write(stack.toTerraform(), { space: 2, without: "//" }));
  };
}

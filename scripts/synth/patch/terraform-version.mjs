import { remember } from "./remember.mjs";

/**
 * Asks a binary for its version once per synth instead of once per resource.
 *
 * cdktf starts `terraform version` for every `terraform_data`, every imported resource and every
 * stack with a move: 54 ms each. The first answer stands for all, an error too.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @returns {() => void} forgets the answers
 */
export function askVersionOnce({ binaryVersion }) {
  const { prototype } = binaryVersion.ValidateBinaryVersion;
  const { validate } = prototype;
  /** @type {Map<string, string[]>} */
  const answers = new Map();

  /** @this {InstanceType<typeof binaryVersion.ValidateBinaryVersion>} */
  prototype.validate = function validateOnce() {
    return remember(answers, JSON.stringify(this), () => validate.call(this));
  };
  return () => answers.clear();
}

/**
 * Reads `TERRAFORM_BINARY_NAME` again. cdktf reads it when it is loaded, which in a snapshot was
 * when the snapshot was made.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function readBinaryName({ util }) {
  /** @type {any} */ (util).terraformBinaryName =
    process.env["TERRAFORM_BINARY_NAME"] || "terraform";
}

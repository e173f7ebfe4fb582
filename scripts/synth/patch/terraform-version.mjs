/**
 * Leaves its version to Terraform: every stack says `required_version`.
 *
 * cdktf starts `terraform version` for every `terraform_data`, every imported resource and every
 * stack with a move: 50 ms and 50 MiB each, on a machine that may not be the one that plans.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function leaveVersionToTerraform({ terraformVersion }) {
  terraformVersion.ValidateTerraformVersion.prototype.validate = () => [];
}

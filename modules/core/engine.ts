/**
 * Oldest version that the stacks run on, of Terraform and of OpenTofu: write-only arguments came with
 * 1.11 of both. Every stack states it as `required_version`.
 */
export const OLDEST_ENGINE = "1.11.0";

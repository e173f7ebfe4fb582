export type { Rotation } from "./rotation.ts";
export { DEFAULTS, Secret, type SecretProps, secretProblems } from "./secret.ts";
export { SecretAccess, type SecretAddress } from "./secret-access.ts";

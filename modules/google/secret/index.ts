export type { Rotation } from "./rotation.ts";
export { DEFAULTS, Secret, type SecretProps, secretPath, secretProblems } from "./secret.ts";

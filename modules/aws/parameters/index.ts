export type { OwnKey } from "./own-key.ts";
export { Parameter, type ParameterProps, parameterProblems } from "./parameter.ts";
export { PublishedValue, type PublishedValueProps } from "./published-value.ts";
export { DEFAULTS, Secret, type SecretProps, secretProblems } from "./secret.ts";
export { SecretAccess, type SecretAddress, type SecretPart } from "./secret-access.ts";

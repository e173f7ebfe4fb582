export { ArtifactRegistry } from "./artifact-registry.ts";
export { lintCleanup } from "./cleanup-linter.ts";
export type {
  CleanupPolicies,
  CleanupPolicy,
  ConditionalPolicy,
  InUse,
  RecentPolicy,
  TagState,
} from "./cleanup-policy.ts";
export type { CleanupContext } from "./cleanup-rules.ts";
export {
  type CleanupOutcome,
  reachableDigests,
  type StoredVersion,
  simulateCleanup,
} from "./cleanup-simulator.ts";
export { ExistingRegistry } from "./existing-registry.ts";
export type { ArtifactRegistryProps, DryRunRead, RegistryEncryption } from "./props.ts";
export { Registry } from "./registry.ts";
export * from "./registry-url.ts";
export { DEFAULTS } from "./settle.ts";

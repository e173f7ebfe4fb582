export type { CleanupRule, CleanupRules, Keep, Match } from "./cleanup.ts";
export { DEFAULTS, IN_USE_TAGS } from "./defaults.ts";
export * from "./registry.ts";
export * from "./registry-props.ts";
export { ExistingRegistry, type ExistingRegistryProps, RegistryStore } from "./registry-store.ts";

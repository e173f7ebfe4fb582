export { ExistingStateBucket, type ExistingStateBucketProps } from "./existing-state-bucket.ts";
export { DEFAULTS, StateBucket, type StateBucketProps } from "./state-bucket.ts";
export { keyAliasArn } from "./state-key.ts";
export { StateStore } from "./state-store.ts";

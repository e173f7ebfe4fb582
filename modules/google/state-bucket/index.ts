export { DEFAULTS, StateBucket, type StateBucketProps } from "./state-bucket.ts";
export { ExistingStateBucket, type ExistingStateBucketProps, StateStore } from "./state-store.ts";

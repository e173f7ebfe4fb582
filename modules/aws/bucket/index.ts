export * from "./bucket.ts";
export { bucketProblems } from "./bucket-problems.ts";
export * from "./bucket-props.ts";
export * from "./bucket-store.ts";
export { DEFAULTS } from "./defaults.ts";

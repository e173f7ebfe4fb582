export { DEFAULTS, SmokeTest, type SmokeTestSettings, smokeTestProblems } from "./smoke-test.ts";
export type { CodeBucket, SmokeTestProps } from "./smoke-test-props.ts";

export * from "./blue-green.ts";
export { blueGreenProblems, type ReleaseSettings } from "./blue-green-problems.ts";
export * from "./blue-green-props.ts";
export { DEFAULTS } from "./defaults.ts";
export { RELEASE_SHAPE } from "./release-contract.ts";
export * from "./test-listener.ts";

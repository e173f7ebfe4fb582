export { CloudRun } from "./cloud-run.ts";
export type { BesideService, CloudRunProps, RunnableApp } from "./props.ts";
export { cloudRunProblems, DEFAULTS } from "./settle.ts";

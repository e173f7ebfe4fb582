export * from "./dns-zone.ts";
export * from "./plan.ts";
export * from "./settings.ts";
export * from "./zone.ts";
export { zoneProblems } from "./zone-problems.ts";
export * from "./zone-props.ts";

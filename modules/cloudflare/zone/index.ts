export * from "./dns-zone.ts";
export * from "./settings.ts";
export * from "./zone.ts";

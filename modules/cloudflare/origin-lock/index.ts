export * from "./origin-lock.ts";
export * from "./ranges.ts";

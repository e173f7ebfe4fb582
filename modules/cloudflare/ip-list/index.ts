export * from "./ip-list.ts";
export { canonicalRange } from "./ranges.ts";

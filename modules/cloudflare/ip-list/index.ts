export * from "./ip-list.ts";
export * from "./ip-list-props.ts";
export { canonicalRange } from "./ranges.ts";

export * from "./health-check.ts";
export * from "./load-balancing.ts";
export * from "./load-balancing-props.ts";
export * from "./pools.ts";
export * from "./steering.ts";

export * from "./access-log-bucket.ts";
export * from "./existing-load-balancer.ts";
export * from "./health-check.ts";
export * from "./load-balancer.ts";
export * from "./load-balancer-props.ts";
export type { Origin, PrefixList } from "./origin.ts";
export * from "./route.ts";
export * from "./route-props.ts";
export * from "./target.ts";

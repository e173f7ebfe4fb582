export * from "./route.ts";
export * from "./tunnel.ts";
export * from "./tunnel-props.ts";

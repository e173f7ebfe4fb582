export * from "./route.ts";
export * from "./tunnel.ts";

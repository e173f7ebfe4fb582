export * from "./log-retention.ts";

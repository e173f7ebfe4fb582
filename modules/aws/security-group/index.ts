export * from "./security-group.ts";

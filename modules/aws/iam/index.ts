export * from "./existing-role.ts";
export * from "./iam.ts";

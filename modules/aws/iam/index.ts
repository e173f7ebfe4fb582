export * from "./existing-role.ts";
export * from "./iam.ts";
export * from "./key-policy.ts";
export * from "./over-tls.ts";

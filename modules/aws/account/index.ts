export * from "./account.ts";
export * from "./key-arn.ts";

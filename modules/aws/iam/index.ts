export * from "./iam.ts";

export * from "./closed-bucket.ts";

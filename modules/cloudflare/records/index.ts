export * from "./from-record-set.ts";
export * from "./mail.ts";
export * from "./record.ts";
export * from "./record-set.ts";
export * from "./records.ts";
export * from "./shadowing.ts";

export * from "./mail.ts";
export * from "./record.ts";
export * from "./records.ts";
export * from "./record-set.ts";

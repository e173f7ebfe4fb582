export * from "./bot-protection.ts";

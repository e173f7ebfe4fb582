export * from "./access.ts";
export * from "./access-props.ts";
export * from "./policy.ts";
export * from "./service-token.ts";
export * from "./who.ts";

export { keyTypeOf } from "./certificate-request.ts";
export * from "./origin-certificate.ts";
export * from "./origin-certificate-props.ts";

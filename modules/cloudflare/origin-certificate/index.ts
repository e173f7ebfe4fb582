export { keyTypeOf } from "./certificate-request.ts";
export * from "./origin-certificate.ts";

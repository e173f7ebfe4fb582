import { describe, expect, it } from "vitest";
import { REQUESTS } from "../testing/certificate-requests.ts";
import { keyTypeOf, normalRequest } from "./certificate-request.ts";

describe("the key of a request", () => {
  it.each([
    ["rsa", REQUESTS.rsa],
    ["ecdsa", REQUESTS.ecdsa],
    ["rsa", REQUESTS.rsa.replaceAll("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")],
    ["ecdsa", `\n  ${REQUESTS.ecdsa.replaceAll("\n", "  \r\n")}\r\n`],
  ])("is %s", (type, request) => {
    expect(keyTypeOf(request)).toBe(type);
  });

  it.each([
    ["another kind of key", REQUESTS.ed25519],
    ["a request that was cut", REQUESTS.rsa.replace(/\n[^\n]+\n-----END/, "\n-----END")],
    ["a certificate", REQUESTS.rsa.replaceAll("CERTIFICATE REQUEST", "CERTIFICATE")],
    ["two headers that differ", REQUESTS.rsa.replace("BEGIN CERT", "BEGIN NEW CERT")],
    ["no base64", REQUESTS.rsa.replace("M", "=")],
    ["nothing", ""],
  ])("is unknown of %s", (_, request) => {
    expect(keyTypeOf(request)).toBeUndefined();
  });
});

it("a request has one form, whatever an editor did to its lines", () => {
  const normal = normalRequest(REQUESTS.ecdsa);
  expect(normalRequest(` ${REQUESTS.ecdsa.replaceAll("\n", "\r\n")}\n\n`)).toBe(normal);
  expect(`${normal}\n`).toBe(REQUESTS.ecdsa);
});

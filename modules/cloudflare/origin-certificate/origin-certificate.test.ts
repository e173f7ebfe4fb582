import { addresses, only } from "@groundplan/core/testing/synth";
import { Fn, TerraformOutput, type TerraformStack, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { REQUESTS } from "../testing/certificate-requests.ts";
import { refusals, synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { OriginCertificate, type OriginCertificateProps } from "./index.ts";

type Change = Partial<Omit<OriginCertificateProps, "zone">>;

const build = (change: Change) => (stack: TerraformStack) => {
  const ref = { zoneId: "0123", name: "example.com", plan: "free" } as const;
  return new OriginCertificate(stack, "origin", {
    stage: "prod",
    hostnames: ["www.example.com", "*.dev.example.com", "example.com"],
    certificateRequest: REQUESTS.ecdsa,
    ...change,
    zone: Zone.fromExisting(stack, "zone", ref),
  });
};

const attributesOf = (change: Change = {}) =>
  only(synth(build(change)), "cloudflare_origin_ca_certificate");

const refused = (change: Change) => refusals(build(change));

describe("OriginCertificate", () => {
  it("keeps its address: another one revokes the certificate", () => {
    expect(addresses(synth(build({})))).toEqual(["cloudflare_origin_ca_certificate.origin"]);
  });

  it("sends the request and no key, and says its validity itself (#5392, #5725)", () => {
    expect(attributesOf()).toEqual({
      csr: REQUESTS.ecdsa,
      request_type: "origin-ecc",
      hostnames: ["*.dev.example.com", "example.com", "www.example.com"],
      requested_validity: 365,
      lifecycle: { create_before_destroy: true, prevent_destroy: true },
    });
  });

  it("is the same certificate in whatever order its names stand", () => {
    const hostnames = ["example.com", "*.dev.example.com", "www.example.com"];
    expect(attributesOf({ hostnames })).toEqual(attributesOf());
  });

  it("is signed as its key wants it", () => {
    expect(attributesOf({ certificateRequest: REQUESTS.rsa })["request_type"]).toBe("origin-rsa");
  });

  it.each([
    { stage: "dev", days: 90, protect: false },
    { stage: "prod", days: 365, protect: true },
  ] as const)("is good for $days days in $stage", ({ stage, days, protect }) => {
    expect(attributesOf({ stage })).toMatchObject({
      requested_validity: days,
      lifecycle: { prevent_destroy: protect },
    });
  });

  it("lets the caller have the last word on its validity, and on nothing that it is", () => {
    const certificate = { requestedValidity: 7, csr: "other", hostnames: ["other.test"] };
    expect(attributesOf({ overrides: { certificate } })).toMatchObject({
      requested_validity: 7,
      csr: REQUESTS.ecdsa,
      hostnames: ["*.dev.example.com", "example.com", "www.example.com"],
    });
  });

  it("hands out the certificate, which is no secret", () => {
    const template = synth((stack) => {
      const { certificate, certificateId, expiresOn } = build({})(stack);
      new TerraformOutput(stack, "all", { value: [certificate, certificateId, expiresOn] });
    });
    expect(template.output["all"]?.["value"]).toEqual([
      "${cloudflare_origin_ca_certificate.origin.certificate}",
      "${cloudflare_origin_ca_certificate.origin.id}",
      "${cloudflare_origin_ca_certificate.origin.expires_on}",
    ]);
  });
});

describe("an origin certificate is refused", () => {
  it("with everything that is wrong at once", () => {
    const hostnames = ["api.example.org", "a.*.example.com", "WWW.example.com", "example.com"];
    expect(
      refused({
        hostnames: [...hostnames, "example.com"],
        validityDays: 60 as 30,
        certificateRequest: "",
      }),
    ).toEqual([
      "test/origin: certificateRequest must be a whole certificate request (PEM) for an RSA or ECDSA key",
      'test/origin: hostnames must not repeat a value, got "example.com"',
      'test/origin: hostnames must be example.com or end in .example.com, got "api.example.org"',
      'test/origin: hostnames must be lower-case labels of letters, digits and hyphens, with * only as the whole first one, got "a.*.example.com"',
      'test/origin: hostnames must be lower-case labels of letters, digits and hyphens, with * only as the whole first one, got "WWW.example.com"',
      "test/origin: validityDays must be one of 7, 30, 90, 365, 730, 1095, 5475, got 60",
    ]);
  });

  it.each([0, 201])("with %s names", (count) => {
    const hostnames = Array.from({ length: count }, (_, i) => `host-${i}.example.com`);
    expect(refused({ hostnames })).toEqual([
      `test/origin: hostnames must name 1 to 200 hosts, got ${count}`,
    ]);
  });

  it("with a private key, which is not shown", () => {
    const key = ["-----BEGIN", "PRIVATE KEY-----\nMC4CAQAw\n-----END", "PRIVATE KEY-----"].join(
      " ",
    );
    expect(refused({ certificateRequest: `${key}\n${REQUESTS.ecdsa}` })).toEqual([
      "test/origin: certificateRequest must not hold a private key; the key stays where it was made; this one is known to others now: make a new one",
    ]);
  });

  it("with a request that Terraform makes, for its key would be in the state", () => {
    const certificateRequest = Token.asString(Fn.lower("tls_cert_request"));
    expect(refused({ certificateRequest })).toEqual([
      "test/origin: certificateRequest must be the text of a request; what makes one in Terraform keeps its private key in the state: make it where the key is to be",
    ]);
  });
});

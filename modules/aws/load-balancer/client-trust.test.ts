import { only, refusal, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { Bucket } from "../bucket/index.ts";
import { synth } from "../testing/index.ts";
import { ClientTrust, type ClientTrustProps } from "./client-trust.ts";

/** An authority that signs nothing, made for this test. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBnzCCAUSgAwIBAgIUX6Z2YTRb/dOJ6BfZf1PlDTpOCvQwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQYWNtZSBwcm9kIG9yaWdpbjAeFw0yNjExMjIwMDQyMjZaFw0z
NjExMTkwMDQyMjZaMBsxGTAXBgNVBAMMEGFjbWUgcHJvZCBvcmlnaW4wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATu8cyDe1tZAvud7ucWIMW35T5QjCGl9YYcT2j+
dCJ/YtrMQSXfEC/poi12ENKuTiG/wrcR8ySV47V/6j1gr23wo2YwZDAdBgNVHQ4E
FgQUGQnSBu6qAq1WD/a7OUl2wwt24t8wHwYDVR0jBBgwFoAUGQnSBu6qAq1WD/a7
OUl2wwt24t8wEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAQYwCgYI
KoZIzj0EAwIDSQAwRgIhAIJ61u2hR+AVMVuG3qLMtQ0wYvViayDhv9abyyAa3UcC
AiEAuOP4VmVYnYf5zMoRaR01RWdBXkBOlKO+AiFkLDKexJY=
-----END CERTIFICATE-----`;

/** What it signed once. */
const SIGNED = `-----BEGIN CERTIFICATE-----
MIIBKTCB0QIUHTH7atDt2VwYJ2NS1W7E8gIXe3gwCgYIKoZIzj0EAwIwGzEZMBcG
A1UEAwwQYWNtZSBwcm9kIG9yaWdpbjAeFw0yNjExMjIwMDQyMjZaFw0zNjExMTkw
MDQyMjZaMBUxEzARBgNVBAMMCmNsb3VkZmxhcmUwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARFzzVHzAfXZY/ZqW/cJj5MLeVshF2VrxfUo4oOE51XcOGNc4e/hDhi
0N7ZCcL3wT22uSjZ4uXwAo2+rvbLzhFsMAoGCCqGSM49BAMCA0cAMEQCIG+B5lJa
VT9FMZm3YL/dd7Ju5d+Ht47d0P6zZO2tXD4dAiA8r4ckiGsdrb4aZ31l4629sCcK
Tli8Epxbfh6vuDsQWQ==
-----END CERTIFICATE-----`;

function make(props: Partial<ClientTrustProps> = {}): Template {
  return synth((stack) => {
    const bucket = new Bucket(stack, "bucket", { stage: "dev", name: "acme-dev-trust" });
    const given = { name: "acme-dev-origin", bucket, authorities: AUTHORITY, ...props };
    new ClientTrust(stack, "trust", given);
  });
}

describe("whose client certificates a load balancer takes", () => {
  it("is read by AWS from an object that stands before it", () => {
    const template = make();
    const object = only(template, "aws_s3_object");
    expect(object).toMatchObject({ bucket: "acme-dev-trust", content: `${AUTHORITY}\n` });
    expect(only(template, "aws_lb_trust_store")).toMatchObject({
      name: "acme-dev-origin",
      ca_certificates_bundle_s3_bucket: "acme-dev-trust",
      ca_certificates_bundle_s3_key: expect.stringMatching(/^\$\{aws_s3_object\.\w+\.key\}$/),
      lifecycle: { create_before_destroy: true },
    });
  });

  it("is another object when it is another authority, and the same one with other space around it", () => {
    const keyOf = (authorities: string) => only(make({ authorities }), "aws_s3_object").key;
    expect(keyOf(`\n${AUTHORITY}\n\n`)).toBe(keyOf(AUTHORITY));
    expect(keyOf(`${AUTHORITY}\n${AUTHORITY}`)).not.toBe(keyOf(AUTHORITY));
  });

  it.each([
    ["nothing", "", "be certificates in PEM and nothing else"],
    ["a remark", `# ours\n${AUTHORITY}`, "be certificates in PEM and nothing else"],
    [
      "a key",
      `${AUTHORITY}\n-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----`,
      "be certificates in PEM and nothing else; the key stays with who signs: it is a secret",
    ],
    [
      "what an authority signed",
      `${AUTHORITY}\n${SIGNED}`,
      "hold certificates of authorities alone: number 2 is none, or is cut",
    ],
    [
      "half of one",
      AUTHORITY.replace(/\n.*\n-----END/, "\n-----END"),
      "hold certificates of authorities alone: number 1 is none, or is cut",
    ],
  ])("is no authority: %s is refused", (_, authorities, rule) => {
    expect(refusal(() => make({ authorities }))).toBe(`test/trust: authorities must ${rule}`);
  });

  it("is refused with all that is wrong at once", () => {
    expect(refusal(() => make({ name: "Origin", authorities: "none" }))).toBe(
      [
        'test/trust: name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (trust store), got "Origin"',
        "test/trust: authorities must be certificates in PEM and nothing else",
      ].join("\n"),
    );
  });
});

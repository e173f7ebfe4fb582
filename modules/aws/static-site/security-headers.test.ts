import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security.ts";
import { type SecurityHeaders, securityHeaders } from "./security-headers.ts";

const made = (headers: SecurityHeaders) =>
  securityHeaders({ hstsSeconds: 300, ...headers }, true).securityHeadersConfig!;

describe("the content security policy", () => {
  it("is the site's own sources, in no frame, where nothing is said", () => {
    expect(contentSecurityPolicy()).toBe(
      "base-uri 'self'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; upgrade-insecure-requests",
    );
  });

  it("quotes keywords and hashes, and takes the caller's sources instead of ours, kind by kind", () => {
    expect(
      contentSecurityPolicy({
        "script-src": ["self", "sha256-abc+/="],
        "img-src": ["data:", "https://*.example.com"],
        "frame-ancestors": ["self"],
      }),
    ).toBe(
      "base-uri 'self'; default-src 'self'; form-action 'self'; frame-ancestors 'self'; img-src data: https://*.example.com; object-src 'none'; script-src 'self' 'sha256-abc+/='; upgrade-insecure-requests",
    );
  });
});

describe("the other headers", () => {
  it("stand on every answer, whatever the file says", () => {
    expect(made({})).toMatchObject({
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      strictTransportSecurity: {
        accessControlMaxAgeSec: 300,
        includeSubdomains: false,
        override: true,
      },
    });
  });

  it.each([
    [["self"], "SAMEORIGIN"],
    [["https://partner.example.com"], undefined],
    [["self", "https://partner.example.com"], undefined],
  ])("say of frames %j what older browsers know: %s", (ancestors, frameOption) => {
    const headers = made({ contentSources: { "frame-ancestors": ancestors } });
    expect((headers.frameOptions as { frameOption?: string } | undefined)?.frameOption).toBe(
      frameOption,
    );
  });

  it("show in the plan why scripts may be unsafe", () => {
    const reason = "The old player writes its script into the page";
    const contentSources = { "script-src": ["self", "unsafe-inline"] };
    const { comment } = securityHeaders(
      { hstsSeconds: 0, contentSources, unsafeScripts: { reason } },
      true,
    );
    expect(comment).toBe(reason);
  });
});

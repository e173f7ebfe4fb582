import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteTxt } from "./txt.ts";

/** Reads quoted strings back as DNS does. */
function unquote(content: string): string[] {
  const strings = content.match(/"(?:\\.|[^"\\])*"/g) ?? [];
  return strings.map((each) => each.slice(1, -1).replace(/\\(.)/g, "$1"));
}

describe("the content of a TXT record", () => {
  it("is quoted", () => {
    expect(quoteTxt("v=spf1 -all")).toBe('"v=spf1 -all"');
  });

  it("is split at 255 bytes, as Cloudflare keeps it (terraform-provider-cloudflare#6238)", () => {
    expect(quoteTxt("a".repeat(300))).toBe(`"${"a".repeat(255)}" "${"a".repeat(45)}"`);
    expect(quoteTxt("a".repeat(255))).toBe(`"${"a".repeat(255)}"`);
  });

  it("reads back as the text, in strings of at most 255 bytes, whatever the text", () => {
    const text = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 2048 });
    fc.assert(
      fc.property(text, (given) => {
        const strings = unquote(quoteTxt(given));
        expect(strings.join("")).toBe(given);
        expect(Math.max(...strings.map((each) => each.length))).toBeLessThanOrEqual(255);
      }),
    );
  });
});

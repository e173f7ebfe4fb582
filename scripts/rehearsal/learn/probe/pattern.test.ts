import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textMatching } from "./pattern.ts";

describe("a text for a pattern", () => {
  it.each([
    "^[a-z][a-z0-9-]{1,50}[a-z0-9]$",
    "\\$LATEST|[0-9]+",
    "^([A-Za-z]_?)+$",
    "^(?:arn:aws:[a-z]+|none)$",
    "^[\\w+=,.@-]{3,}$",
    "^alias/[0-9A-Za-z_/-]+$",
  ])("matches %s whatever is picked", (pattern) => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (lots) => {
        let at = 0;
        const text = textMatching(pattern, (below) => lots[at++ % lots.length]! % below);
        expect(text).toMatch(new RegExp(pattern));
      }),
    );
  });

  it("is not made of what it does not understand", () => {
    expect(textMatching("^\\p{Greek}+$", () => 0)).toBeUndefined();
  });
});

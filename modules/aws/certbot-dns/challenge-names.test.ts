import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  challengeName,
  challengeNames,
  isCertificateName,
  isZoneName,
  liesIn,
  normalName,
} from "./challenge-names.ts";

describe("challengeName", () => {
  it.each([
    ["api.example.com", "_acme-challenge.api.example.com"],
    ["*.example.com", "_acme-challenge.example.com"],
    ["API.Example.COM", "_acme-challenge.api.example.com"],
    ["api.example.com.", "_acme-challenge.api.example.com"],
    ["bücher.example", "_acme-challenge.xn--bcher-kva.example"],
    ["*.BÜCHER.example", "_acme-challenge.xn--bcher-kva.example"],
    ["xn--bcher-kva.example", "_acme-challenge.xn--bcher-kva.example"],
  ])("of %s is %s", (name, record) => expect(challengeName(name)).toBe(record));
});

describe("challengeNames", () => {
  it("gives a wildcard and the name below it one record", () => {
    expect(challengeNames(["example.com", "*.example.com"])).toEqual([
      "_acme-challenge.example.com",
    ]);
  });

  it("is sorted, so the order on the certificate changes nothing", () => {
    expect(challengeNames(["b.example.com", "a.example.com"])).toEqual(
      challengeNames(["a.example.com", "b.example.com"]),
    );
  });
});

describe("isCertificateName", () => {
  it.each(["example.com", "*.example.com", "Bücher.example", `${"a".repeat(63)}.example`])(
    "takes %s",
    (name) => expect(isCertificateName(name)).toBe(true),
  );

  it.each([
    "",
    "*",
    "*.",
    "com",
    "*.*.example.com",
    "a.*.example.com",
    "w*.example.com",
    "_acme-challenge.example.com",
    "a..example.com",
    "-a.example.com",
    "a/b.example.com",
    "192.0.2.1",
    `${"a".repeat(64)}.example.com`,
  ])("refuses %j", (name) => expect(isCertificateName(name)).toBe(false));

  it("counts the record's own length: 237 characters fit, 238 do not", () => {
    const fits = `${"a.".repeat(117)}com`;
    expect([fits.length, isCertificateName(fits)]).toEqual([237, true]);
    expect(isCertificateName(`b${fits}`)).toBe(false);
  });
});

describe("zones", () => {
  it("may be delegated for challenges alone", () => {
    expect(isZoneName("_acme-challenge.example.com")).toBe(true);
    expect(liesIn(challengeName("*.example.com"), "_acme-challenge.example.com")).toBe(true);
  });

  it("end at a dot: a longer neighbour is another zone", () => {
    expect(liesIn("_acme-challenge.myexample.com", "example.com")).toBe(false);
    expect(liesIn("_acme-challenge.api.example.com", "EXAMPLE.com.")).toBe(true);
  });
});

it("brings every certificate name into the characters that Route 53 compares unescaped", () => {
  const label = fc.string({ minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(label, (text) => {
      const name = `${text}.example.com`;
      fc.pre(isCertificateName(name));
      expect(challengeName(name)).toMatch(/^[a-z0-9._-]+$/);
      expect(normalName(normalName(name))).toBe(normalName(name));
    }),
  );
});

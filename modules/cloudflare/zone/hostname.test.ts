import { Fn, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { hostnameProblem } from "./hostname.ts";

const ZONE = { name: "example.com", plan: "free" } as const;
const LATER = Token.asString(Fn.lower("Example.com"));

describe("a name of a zone", () => {
  it.each(["example.com", "api.example.com", "a.b-c.example.com"])("is %s", (name) => {
    expect(hostnameProblem("host", name, ZONE, "without wildcards")).toBeFalsy();
  });

  it.each([
    ["example.org", "be example.com or end in .example.com"],
    ["notexample.com", "be example.com or end in .example.com"],
    ["API.example.com", "be lower-case labels of letters, digits and hyphens"],
    ["-a.example.com", "be lower-case labels of letters, digits and hyphens"],
    ["a..example.com", "be lower-case labels of letters, digits and hyphens"],
    ["*.example.com", "be lower-case labels of letters, digits and hyphens"],
    [`${"a.".repeat(122)}example.com`, "be lower-case labels of letters, digits and hyphens"],
  ])("is not %s", (name, rule) => {
    expect(hostnameProblem("host", name, ZONE, "without wildcards")).toMatchObject({
      prop: "host",
      rule,
      value: name,
    });
  });

  it("may begin with a wildcard where that is allowed, and only with a whole one", () => {
    const allowed = (name: string) => hostnameProblem("host", name, ZONE, "with wildcards");
    expect(allowed("*.dev.example.com")).toBeFalsy();
    for (const name of ["a*.example.com", "dev.*.example.com"]) {
      expect(allowed(name)).toMatchObject({
        rule: "be lower-case labels of letters, digits and hyphens, with * only as the whole first one",
      });
    }
  });

  it("is not looked at while it, or the zone's, is known only at apply", () => {
    expect(hostnameProblem("host", LATER, ZONE, "without wildcards")).toBeFalsy();
    const zone = { ...ZONE, name: LATER };
    expect(hostnameProblem("host", "a.example.org", zone, "without wildcards")).toBeFalsy();
  });
});

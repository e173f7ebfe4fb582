import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { describeProblem } from "./problems.ts";
import { declareWaiver, type Waiver, waiverProblems, waiversIn } from "./waivers.ts";

const WAIVER: Waiver = {
  reason: "The rented machine has no identity",
  owner: "platform",
  until: "2027-03-31",
};

const said = (change: Partial<Waiver>): string[] =>
  waiverProblems("waiver", { ...WAIVER, ...change }).flatMap((finding) =>
    finding ? [describeProblem("here", finding)] : [],
  );

describe("a waiver", () => {
  it("says why, who and until when", () => {
    expect(said({})).toEqual([]);
    expect(said({ reason: "no", owner: " " })).toEqual([
      'here: waiver.reason must say why in 10 to 200 characters, got "no"',
      'here: waiver.owner must name a team or a person, got " "',
    ]);
  });

  it.each(["2027-02-31", "2027-02-29", "2027-13-01", "2027-1-1", "soon", "2027-03-31T00:00"])(
    "holds until a day that there is, which %s is not",
    (until) => {
      expect(said({ until })).toEqual([
        `here: waiver.until must be a day such as 2027-03-31, got "${until}"`,
      ]);
    },
  );

  it("may hold until a leap day", () => {
    expect(said({ until: "2028-02-29" })).toEqual([]);
  });

  it("is found where it was written down, and changes nothing in the stack", () => {
    const stack = new TerraformStack(new App(), "test");
    const before = JSON.stringify(stack.toTerraform());
    declareWaiver(new Construct(stack, "certbot"), WAIVER);
    expect(waiversIn(stack)).toEqual([{ path: "test/certbot", ...WAIVER }]);
    expect(JSON.stringify(stack.toTerraform())).toBe(before);
  });
});

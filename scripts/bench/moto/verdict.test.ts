import { describe, expect, it } from "vitest";
import type { Change } from "../../terraform/changes.ts";
import { edited } from "./edits.ts";
import type { Estate } from "./estate.ts";
import { besides, type Story, told } from "./story.ts";
import { compare } from "./verdict.ts";
import { withoutEmpty } from "./without-empty.ts";

const story: Story = {
  standing: ["aws_vpc.main"],
  again: [],
  edits: { "another range": ["replace aws_vpc.main: cidr_block"] },
  left: [],
};

describe("two stories", () => {
  it("are the same where every line is, known gaps of moto among them", () => {
    const real = { ...story, again: ["update aws_vpc.main: tags"] };
    const verdicts = compare(real, story, ["update aws_vpc.main"]);
    expect(verdicts.map(({ what, same, other }) => [what, same, other])).toEqual([
      ["resources after the first apply", 1, []],
      ["second plan", 1, []],
      ["another range", 1, []],
      ["left after destroy", 0, []],
    ]);
  });

  it("differ by what one of them tells, and by a gap that is no more", () => {
    const real = { ...story, edits: { "another range": ["update aws_vpc.main: cidr_block"] } };
    const verdicts = compare(real, { ...story, left: ["aws_vpc.main"] }, ["update a.b"]);
    expect(verdicts.flatMap(({ other }) => other)).toEqual([
      "rehearsed: update a.b",
      "real: update aws_vpc.main: cidr_block",
      "rehearsed: replace aws_vpc.main: cidr_block",
      "rehearsed: aws_vpc.main",
    ]);
  });
});

it("leaves out what changes without an edit as well", () => {
  const change = (...paths: string[]): Change => ({
    address: "a.a",
    action: "update",
    attributes: paths.map((path) => ({ path })),
    forcedBy: [],
  });
  expect(told(besides([change("always", "edited")], [change("always")]))).toEqual([
    "update a.a: edited",
  ]);
  expect(besides([change("always")], [change("always")])).toEqual([]);
});

it("takes nothing, zero, no and an empty text or list as the same", () => {
  const value = { a: null, b: "", c: 0, d: false, e: [], f: { g: null }, h: [{ i: "", j: 1 }] };
  expect(withoutEmpty(value)).toEqual({ h: [{ j: 1 }] });
});

it("tells a change by what changes or what forces it, without what only the later provider has", () => {
  expect(
    told([
      {
        address: "b.b",
        action: "update",
        attributes: [{ path: "tags.a" }, { path: "region" }, { path: "name" }],
        forcedBy: [],
      },
      { address: "a.a", action: "replace", attributes: [{ path: "id" }], forcedBy: ["name"] },
      { address: "c.c", action: "delete", attributes: [], forcedBy: [] },
    ]),
  ).toEqual(["delete c.c", "replace a.a: name", "update b.b: name, tags.a"]);
});

describe("an edit", () => {
  const estate: Estate = {
    region: "eu-west-1",
    main: {},
    modules: { app: { resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } } } },
  };
  const edit = { what: "an edit", stack: "app", type: "aws_vpc" };

  it("sets a value, takes it away, or takes the thing away, and leaves the estate as it is", () => {
    const of = (more: object) =>
      edited(estate, { ...edit, ...more }).modules["app"]!.resource?.["aws_vpc"]?.["main"];
    expect(of({ at: ["cidr_block"], to: "10.1.0.0/16" })).toEqual({ cidr_block: "10.1.0.0/16" });
    expect(of({ at: ["cidr_block"] })).toEqual({});
    expect(of({})).toBeUndefined();
    expect(estate.modules["app"]!.resource).toHaveProperty("aws_vpc.main.cidr_block");
  });

  it("of what the stack has not once is refused", () => {
    expect(() => edited(estate, { ...edit, type: "aws_subnet" })).toThrow(
      "an edit: app has 0 aws_subnet, not one",
    );
    expect(() => edited(estate, { ...edit, name: "other" })).toThrow(
      "an edit: app has 0 aws_vpc, not one",
    );
  });
});

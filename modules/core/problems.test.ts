import { App, Lazy, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import {
  atLeast,
  between,
  check,
  matching,
  must,
  oneOf,
  PropsError,
  reasonGiven,
  renamed,
  typedIn,
  unique,
  whole,
  within,
} from "./problems.ts";

describe("check", () => {
  it("says path, prop, rule and value in one sentence", () => {
    const stack = new TerraformStack(new App(), "test");
    expect(() => check(stack, [atLeast("retentionDays", 0, 1)])).toThrow(PropsError);
    expect(() => check(stack, [atLeast("retentionDays", 0, 1)])).toThrow(
      "test: retentionDays must be at least 1, got 0",
    );
  });

  it("throws once with every problem and its cure", () => {
    const findings = [
      oneOf("tier", "hot", ["warm", "cold"]),
      must(true, "name", "be there"),
      must(false, "name", "be shorter", "abc", "cut one"),
    ];
    expect(() => check("dev/environment.ts", findings)).toThrow(
      'dev/environment.ts: tier must be one of warm, cold, got "hot"\n' +
        'dev/environment.ts: name must be shorter, got "abc"; cut one',
    );
  });

  it("tells the problems of several places in one error", () => {
    const findings = [
      ...typedIn("dev/environment.ts", within("api", [atLeast("tasks", 0, 1)])),
      ...typedIn("prod/environment.ts", [must(false, "org", "be there")]),
    ];
    expect(() => check("environments", findings)).toThrow(
      "dev/environment.ts: api.tasks must be at least 1, got 0\nprod/environment.ts: org must be there",
    );
  });

  it("says once what two checks found", () => {
    const twice = [between("port", 0, 1, 9), between("port", 0, 1, 9)];
    expect(() => check("here", twice)).toThrow(/^here: port must be 1 to 9, got 0$/);
  });

  it("says paths in the words of another author, the longest that fits", () => {
    const names = { "zones.host": "certificates", "zones.host.names": "certificates.for" };
    const at = (prop: string) => must(false, prop, "be there");
    const props = ["zones.host.names", "zones.host.zoneId", "zones.hosts", "name"];
    expect(renamed(names, props.map(at))).toMatchObject([
      { prop: "certificates.for" },
      { prop: "certificates.zoneId" },
      { prop: "zones.hosts" },
      { prop: "name" },
    ]);
  });

  it("says rule and cure in those words, too, where the name is no plain word", () => {
    const names = { "zones.host": "host", name: "domain" };
    const finding = must(
      false,
      "zones.host.name",
      "differ from zones.host",
      1,
      "name another name",
    );
    expect(renamed(names, [finding])).toEqual([
      { prop: "host.name", rule: "differ from host", value: 1, cure: "name another name" },
    ]);
  });

  it("does nothing when every rule holds", () => {
    expect(check("here", [between("port", 443, 1, 65535), undefined, false])).toBeUndefined();
  });
});

describe("rules", () => {
  it("skip what is absent and what only Terraform knows", () => {
    const later = Lazy.numberValue({ produce: () => 0 });
    expect([atLeast("a", undefined, 1), atLeast("a", later, 1)]).toEqual([false, false]);
    expect(matching("a", Lazy.stringValue({ produce: () => "" }), /^x$/, "be x")).toBe(false);
  });

  it("refuse a part of a thing that comes whole", () => {
    expect(whole("tasks", 1.5)).toMatchObject({ prop: "tasks", rule: "be a whole number" });
    expect([whole("tasks", 2), whole("tasks", undefined)]).toEqual([false, false]);
  });

  it("name each repeated value once", () => {
    expect(unique("zones", ["a", "b", "a", "a"])).toMatchObject({ value: "a" });
    expect(unique("zones", ["a", "b"])).toBe(false);
  });

  it.each([
    ["no", false],
    ["needs a public address for the VPN", true],
    ["x".repeat(201), false],
  ])("judge the reason %j", (reason, holds) => {
    expect(reasonGiven("publicAccess", reason) === false).toBe(holds);
  });
});

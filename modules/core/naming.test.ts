import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashedName, NAME_RULES, type NameKind, Names, nameProblem } from "./naming.ts";

const kinds = Object.keys(NAME_RULES) as NameKind[];

describe("Names", () => {
  it("joins organisation, environment and component", () => {
    expect(new Names("acme", "prod").of("ecs-service", "api")).toBe("acme-prod-api");
  });

  it("keeps the name that a thing had before, where the service takes it", () => {
    const names = new Names("acme", "dev", {
      "acme-dev-dumps": "dumps-of-2019",
      "acme-dev-web": "Web",
    });
    expect(names.of("google-bucket", "dumps")).toBe("dumps-of-2019");
    expect(names.of("google-bucket", "other")).toBe("acme-dev-other");
    expect(() => names.of("google-resource", "web")).toThrow(/^name of web in dev: name must be /);
    expect(names.made).toEqual(["acme-dev-dumps", "acme-dev-other", "acme-dev-web"]);
  });

  it("refuses a name that is too long, with the overrun", () => {
    expect(() =>
      new Names("acme", "prod").of("load-balancer", "music-library-public-api-x"),
    ).toThrow(
      "name of music-library-public-api-x in prod: name must have at most 32 characters (load balancer), " +
        'got "acme-prod-music-library-public-api-x"; shorten it by 4',
    );
  });

  it("gives different components different names", () => {
    const component = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
    fc.assert(
      fc.property(component, component, (a, b) => {
        const names = new Names("acme", "dev");
        expect(names.of("sns-topic", a) === names.of("sns-topic", b)).toBe(a === b);
      }),
    );
  });
});

describe("nameProblem", () => {
  it.each(kinds)("takes %s names up to the limit and none longer", (kind) => {
    const limit = NAME_RULES[kind].limit;
    expect(nameProblem("name", kind, "a".repeat(limit))).toBe(false);
    expect(nameProblem("name", kind, "a".repeat(limit + 1))).toMatchObject({
      cure: "shorten it by 1",
    });
  });

  it.each([
    ["load-balancer", "internal-api"],
    ["s3-bucket", "Acme"],
    ["s3-bucket", "acme-"],
    ["google-service-account", "short"],
    ["security-group", "sg-web"],
    ["ecs-service", ""],
  ] as const)("refuses the %s name %j", (kind, name) => {
    expect(nameProblem("name", kind, name)).toMatchObject({ value: name });
  });
});

describe("hashedName", () => {
  it("is the same for the same inputs and other for others", () => {
    expect(hashedName("api", ["vpc-1", 80])).toBe(hashedName("api", ["vpc-1", 80]));
    expect(hashedName("api", ["vpc-1", 80])).not.toBe(hashedName("api", ["vpc-1", 81]));
  });
});

import { addresses, only, testApp } from "@groundplan/core/testing/synth";
import { Fn, TerraformStack, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { block, EdgeRules, not } from "../edge-rules/index.ts";
import { refusals, synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { IpList, type IpListProps, sourceInList } from "./index.ts";

const PROPS: IpListProps = {
  accountId: "0123456789abcdef0123456789abcdef",
  name: "office",
  description: "Where we work",
  plan: "pro",
  entries: { Berlin: ["203.0.113.0/24", "2001:DB8::/64"], "Jo at home": ["198.51.100.7/32"] },
};

type Change = Partial<IpListProps>;

const build = (change: Change) => (stack: TerraformStack) =>
  new IpList(stack, "office", { ...PROPS, ...change });

const refused = (change: Change) => refusals(build(change));

describe("IpList", () => {
  it("holds its entries itself, each with who it is: items of their own were planned anew (#5135, #5552)", () => {
    const template = synth(build({}));
    expect(addresses(template)).toEqual(["cloudflare_list.office"]);
    expect(only(template, "cloudflare_list")).toEqual({
      account_id: PROPS.accountId,
      name: "office",
      kind: "ip",
      description: "Where we work",
      items: [
        { ip: "203.0.113.0/24", comment: "Berlin" },
        { ip: "2001:db8::/64", comment: "Berlin" },
        { ip: "198.51.100.7", comment: "Jo at home" },
      ],
    });
  });

  it("may be empty for a time, and takes addresses that are known only at apply", () => {
    expect(only(synth(build({ entries: {} })), "cloudflare_list")["items"]).toEqual([]);
    const entries = { "NAT gateway": [Token.asString(Fn.join(".", ["198", "51", "100", "7"]))] };
    expect(only(synth(build({ entries })), "cloudflare_list")["items"][0].ip).toBe(
      '${join(".", ["198", "51", "100", "7"])}',
    );
  });

  it("lets the caller have the last word on all but what the list is", () => {
    const overrides = { list: { description: "By hand", kind: "asn", name: "other" } };
    expect(only(synth(build({ overrides })), "cloudflare_list")).toMatchObject({
      description: "By hand",
      kind: "ip",
      name: "office",
    });
  });
});

describe("a rule that asks for a list", () => {
  const rules = (stack: TerraformStack, when: string) => {
    const ref = { zoneId: "0123", name: "example.com", plan: "pro" } as const;
    const zone = Zone.fromExisting(stack, "zone", ref);
    const rule = block({ key: "strangers", when, description: "Only from the office" });
    new EdgeRules(stack, "edge", {
      stage: "prod",
      zone,
      managedRules: { mode: "off", reason: "Not what this test is about" },
      sources: { app: { priority: 1, rules: [rule] } },
    });
  };
  const expressionIn = (template: ReturnType<typeof synth>) =>
    only(template, "cloudflare_ruleset")["rules"][0].expression;

  it("comes after it, and its $ is not taken for an escape", () => {
    const template = synth((stack) => rules(stack, not(sourceInList(build({})(stack)))));
    expect(expressionIn(template)).toBe(
      'not (ip.src in ${join("", ["$", cloudflare_list.office.name])})',
    );
  });

  it("names one of another stack plainly, or by what its contract says", () => {
    const named = (name: string) =>
      expressionIn(synth((stack) => rules(stack, sourceInList(IpList.named(name)))));
    expect(named("office")).toBe("ip.src in $office");
    expect(named(Token.asString(Fn.lower("Office")))).toBe(
      'ip.src in ${join("", ["$", lower("Office")])}',
    );
  });
});

describe("a list is refused", () => {
  it("with everything that is wrong at once, an empty description too (#7146)", () => {
    const entries = { Berlin: ["203.0.113.7/24", "2001:db8::1"], Jo: [], " ": ["198.51.100.7"] };
    const wrong = { accountId: "acme", name: "Our-Office", description: " ", entries };
    const kinds =
      "IPv4 addresses, IPv4 ranges of /8 to /32 or IPv6 ranges of /12 to /64 that begin at their first address";
    expect(refused({ ...wrong, plan: "gold" as "pro", listLimit: 1 })).toEqual([
      'test/office: accountId must be 32 hexadecimal characters, got "acme"',
      'test/office: name must be 1 to 50 lower-case letters, digits and underscores, got "Our-Office"',
      'test/office: description must say what the list is for, got " "; Cloudflare drops an empty one, and every plan puts it back',
      'test/office: plan must be one of free, pro, business, enterprise, got "gold"',
      `test/office: entries.Berlin must be ${kinds}, got "203.0.113.7/24"`,
      `test/office: entries.Berlin must be ${kinds}, got "2001:db8::1"; take the /64 around it: a host changes the rest of its address`,
      "test/office: entries.Jo must name at least one address",
      'test/office: entries must have names that say who it is, got " "',
    ]);
  });

  it("when an address is on it twice, however it is written", () => {
    const entries = { Berlin: ["198.51.100.7"], Jo: ["198.51.100.7/32"] };
    expect(refused({ entries })).toEqual([
      'test/office: entries.Jo must not repeat an address of Berlin, got "198.51.100.7/32"',
    ]);
  });

  it("under a name that the account has, in whatever stack", () => {
    const app = testApp();
    build({})(new TerraformStack(app, "dev"));
    expect(() => build({})(new TerraformStack(app, "prod"))).toThrow(
      'prod/office: name must be another one: dev/office has it in this account, got "office"',
    );
  });

  it("beyond what the plan has, counted over all stacks", () => {
    const app = testApp();
    const [first, second, third] = ["first", "second", "third"].map(
      (id) => new TerraformStack(app, id),
    );
    build({ plan: "free", name: "home" })(first!);
    expect(() => build({ plan: "free" })(second!)).toThrow(
      "second/office: accountId must hold at most 1 of these lists on the free plan, and there are first/office; put the entries into one of them, or say listLimit where Cloudflare has granted more",
    );
    expect(() => build({ plan: "free", accountId: "f".repeat(32) })(third!)).not.toThrow();
  });

  it("with more addresses than an account may hold", () => {
    const range = Array.from(
      { length: 10_001 },
      (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
    );
    expect(refused({ entries: { all: range } })).toEqual([
      "test/office: entries must have at most 10000 addresses in all lists of the account, got 10001",
    ]);
  });
});

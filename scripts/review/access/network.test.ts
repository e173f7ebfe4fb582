import { describe, expect, it } from "vitest";
import type { Json } from "../../stacks/template.ts";
import { plain } from "../phrase.ts";
import { judgeAccess } from "./judge.ts";

function judged(type: string, before: Json | undefined, after: Json | undefined): string[] {
  const subject = { address: `${type}.x`, type, name: "x", before, after };
  return judgeAccess(subject).map(
    ({ verdict, wide, phrase }) => `${verdict}${wide ? " wide" : ""}: ${plain(phrase)}`,
  );
}

describe("a security group", () => {
  const rule = (port: number, ...blocks: readonly string[]) => ({
    protocol: "tcp",
    from_port: port,
    to_port: port,
    cidr_blocks: blocks,
  });
  const group = (...ingress: readonly Json[]) => ({ name: "web", ingress });

  it.each<[string, Json | undefined, Json | undefined, string[]]>([
    [
      "opens to everybody",
      group(rule(443, "10.0.0.0/8")),
      group(rule(443, "0.0.0.0/0")),
      ["broadens wide: port 443/tcp of web opens to everybody (0.0.0.0/0)"],
    ],
    [
      "opens to everybody by halves",
      group(rule(22, "10.0.0.0/8")),
      group(rule(22, "10.0.0.0/8", "0.0.0.0/1", "128.0.0.0/1")),
      [
        "broadens wide: port 22/tcp of web opens to 0.0.0.0/1",
        "broadens wide: port 22/tcp of web opens to 128.0.0.0/1",
      ],
    ],
    [
      "opens to all of IPv6 that is in use, and to a private network",
      undefined,
      group({ ...rule(22, "10.0.0.0/8"), ipv6_cidr_blocks: ["2000::/3", "fc00::/7"] }),
      [
        "broadens: port 22/tcp of web opens to 10.0.0.0/8",
        "broadens wide: port 22/tcp of web opens to 2000::/3",
        "broadens: port 22/tcp of web opens to fc00::/7",
      ],
    ],
    [
      "opens a part of what is open",
      group(rule(443, "10.0.0.0/8")),
      group(rule(443, "10.0.0.0/8", "10.1.0.0/16")),
      [],
    ],
    [
      "closes",
      group(rule(22, "10.0.0.0/8")),
      group(),
      ["narrows: port 22/tcp of web closes to 10.0.0.0/8"],
    ],
    [
      "opens every port",
      undefined,
      group({ protocol: "-1", cidr_blocks: ["192.0.2.0/24"] }),
      ["broadens: every port of web opens to 192.0.2.0/24"],
    ],
    [
      "opens by IPv6",
      undefined,
      group({ ...rule(80), ipv6_cidr_blocks: ["::/0"] }),
      ["broadens wide: port 80/tcp of web opens to everybody (::/0)"],
    ],
    [
      "opens to another group",
      undefined,
      group({ ...rule(80), security_groups: ["sg-2"] }),
      ["broadens: port 80/tcp of web opens to sg-2"],
    ],
  ])("%s", (_what, before, after, sentences) => {
    expect(judged("aws_security_group", before, after)).toEqual(sentences);
  });

  it("is told by its rules of the second kind too, on the way out as well", () => {
    const out = { security_group_id: "sg-1", cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" };
    expect(judged("aws_vpc_security_group_egress_rule", undefined, out)).toEqual([
      "broadens: every port of sg-1 opens on the way out to everybody (0.0.0.0/0)",
    ]);
    const unknown = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 1, to_port: 9 };
    expect(judged("aws_vpc_security_group_ingress_rule", undefined, unknown)).toEqual([
      "broadens: ports 1-9/tcp of sg-1 opens to a peer that is known after the apply",
    ]);
  });
});

describe("a firewall of Google's", () => {
  const firewall = (ranges: readonly string[], rest: Json = {}) => ({
    name: "ssh",
    source_ranges: ranges,
    allow: [{ protocol: "tcp", ports: ["22", "8000-8100"] }],
    ...rest,
  });

  it("opens to whom it says, to everybody where it does not say", () => {
    expect(judged("google_compute_firewall", undefined, firewall(["10.0.0.0/8"]))).toEqual([
      "broadens: port 22/tcp of firewall ssh opens to 10.0.0.0/8",
      "broadens: ports 8000-8100/tcp of firewall ssh opens to 10.0.0.0/8",
    ]);
    const bare = { name: "all", allow: [{ protocol: "all" }], target_tags: ["web"] };
    expect(judged("google_compute_firewall", undefined, bare)).toEqual([
      "broadens wide: every port of machines tagged web opens to everybody (0.0.0.0/0)",
    ]);
  });

  it("opens nothing while it is disabled", () => {
    const off = firewall(["0.0.0.0/0"], { disabled: true });
    expect(judged("google_compute_firewall", undefined, off)).toEqual([]);
    expect(judged("google_compute_firewall", off, firewall(["0.0.0.0/0"]))).toHaveLength(2);
  });
});

describe("the edge", () => {
  const record = (rest: Json) => ({
    name: "api.example.com",
    type: "CNAME",
    content: "a",
    ...rest,
  });

  it.each<[string, Json | undefined, Json | undefined, string[]]>([
    [
      "not proxied any more",
      record({ proxied: true }),
      record({ proxied: false }),
      [
        "broadens: api.example.com is no longer proxied: what is behind it can be reached past Cloudflare",
      ],
    ],
    [
      "proxied",
      record({ proxied: false }),
      record({ proxied: true }),
      ["narrows: api.example.com is proxied now"],
    ],
    [
      "leading elsewhere",
      record({ proxied: true }),
      record({ proxied: true, content: "b" }),
      ["open: api.example.com leads to b in place of a"],
    ],
    [
      "new and unproxied",
      undefined,
      record({}),
      ["broadens: api.example.com leads to a unproxied"],
    ],
    ["of mail", undefined, record({ type: "MX" }), []],
    ["of a validation", undefined, record({ name: "_acme.example.com" }), []],
  ])("tells of a record that is %s", (_what, before, after, sentences) => {
    expect(judged("cloudflare_dns_record", before, after)).toEqual(sentences);
  });

  const rules = (...list: readonly Json[]) => ({ rules: list });
  const block = { ref: "bots", description: "Block bots", action: "block", expression: "a" };
  const skip = { ref: "office", description: "Office", action: "skip", expression: "b" };

  it.each<[string, Json | undefined, Json | undefined, string[]]>([
    ["a guard that goes", rules(block), rules(), ["broadens: rule Block bots (block) goes"]],
    [
      "a guard that is switched off",
      rules(block),
      rules({ ...block, enabled: false }),
      ["broadens: rule Block bots (block) goes"],
    ],
    ["a guard that comes", rules(), rules(block), ["narrows: rule Block bots (block) comes"]],
    ["a way past that comes", rules(), rules(skip), ["broadens: rule Office (skip) comes"]],
    [
      "another expression",
      rules(block),
      rules({ ...block, expression: "c" }),
      ["open: rule Block bots matches or does something else now"],
    ],
    [
      "another order",
      rules(block, skip),
      rules(skip, block),
      ["open: rules come in another order: Office stands before Block bots now"],
    ],
  ])("tells of %s", (_what, before, after, sentences) => {
    expect(judged("cloudflare_ruleset", before, after)).toEqual(sentences);
  });

  it("tells of switches that let the public in", () => {
    const database = (open: boolean) => ({ publicly_accessible: open });
    expect(judged("aws_db_instance", database(false), database(true))).toEqual([
      "broadens wide: x is reachable from the internet (publicly_accessible)",
    ]);
    const bucket = (mode: string) => ({ public_access_prevention: mode });
    expect(judged("google_storage_bucket", bucket("inherited"), bucket("enforced"))).toEqual([
      "narrows: x no longer may be opened to everybody (public_access_prevention)",
    ]);
  });
});

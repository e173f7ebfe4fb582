import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Network, type Opening, type ReachableNetwork } from "./index.ts";

const HOST = { email: "host@acme-dev.iam.gserviceaccount.com" };
const WEB: Opening = {
  to: { account: HOST },
  from: { everyone: { reason: "The site is public" } },
  ports: [443],
  reason: "Visitors read the site",
};

const made = (act: (network: ReachableNetwork) => void) =>
  synth((stack) => {
    const place = { name: "acme-dev-graph", project: "acme-dev", region: "europe-west1" };
    act(Network.fromExisting(stack, "network", { ...place, subnets: ["hosts"] }));
  });
const rule = (opening: Partial<Opening>) =>
  only(
    made((network) => network.open("web", { ...WEB, ...opening })),
    "google_compute_firewall",
  );
const refused = (opening: Partial<Opening>) =>
  refusal(() => rule(opening))
    .split("\n")
    .map((line) => line.replace("test/network: opening web: ", ""));

describe("an opening", () => {
  it("is one rule to one identity that says why it is there", () => {
    expect(rule({})).toEqual({
      name: "acme-dev-graph-web",
      project: "acme-dev",
      network: "projects/acme-dev/global/networks/acme-dev-graph",
      description: "Visitors read the site",
      direction: "INGRESS",
      allow: [{ protocol: "tcp", ports: ["443"] }],
      source_ranges: ["0.0.0.0/0"],
      target_service_accounts: [HOST.email],
    });
  });

  it("is two rules where ranges of IPv4 and IPv6 are mixed", () => {
    const from = { ranges: ["173.245.48.0/20", "2400:cb00::/32"] };
    const rules = Object.values(
      resourcesOf(
        made((network) => network.open("web", { ...WEB, from })),
        "google_compute_firewall",
      ),
    );
    const byName = Object.fromEntries(rules.map((each) => [each.name, each.source_ranges]));
    expect(byName).toEqual({
      "acme-dev-graph-web": ["173.245.48.0/20"],
      "acme-dev-graph-web-ipv6": ["2400:cb00::/32"],
    });
  });

  it.each<[string, Opening["from"], object]>([
    ["an identity", { account: HOST }, { source_service_accounts: [HOST.email] }],
    ["health checks", "health-checks", { source_ranges: ["35.191.0.0/16", "130.211.0.0/22"] }],
    ["Google's proxy", "iap", { source_ranges: ["35.235.240.0/20"] }],
  ])("takes %s as caller", (_, from, expected) => {
    expect(rule({ from })).toMatchObject(expected);
  });

  it("reaches by tag where somebody says why", () => {
    const tag = { tag: "web", reason: "A group whose account is Google's" };
    expect(rule({ to: tag, from: tag })).toMatchObject({
      target_tags: ["web"],
      source_tags: ["web"],
    });
  });

  it("of SSH is for Google's proxy alone, and is written down", () => {
    const template = made((network) => network.openSsh("ssh", { account: HOST }));
    expect(only(template, "google_compute_firewall")).toMatchObject({
      source_ranges: ["35.235.240.0/20"],
      allow: [{ protocol: "tcp", ports: ["22"] }],
      log_config: { metadata: "INCLUDE_ALL_METADATA" },
    });
  });

  it("of port 80 says that it answers challenges", () => {
    expect(rule({ ports: [80], challenge: "http-01" }).allow[0].ports).toEqual(["80"]);
  });
});

describe("an opening is refused", () => {
  it("without a reason for it, for everyone and for a tag", () => {
    expect(
      refused({ reason: "", from: { everyone: { reason: "" } }, to: { tag: "Web", reason: "" } }),
    ).toEqual([
      'opening.reason must say why in 10 to 200 characters, got ""',
      'to.tag must be a network tag, got "Web"',
      'to.reason must say why in 10 to 200 characters, got ""',
      'from.everyone.reason must say why in 10 to 200 characters, got ""',
    ]);
  });

  it("for SSH from anywhere but the proxy, for databases, and for port 80, all at once", () => {
    expect(refused({ ports: [22, 5432, 80] })).toEqual([
      "from must be iap for ports that people log in by, got [22,5432,80]; use openSsh: people come through Google's identity-aware proxy",
      "ports must not show a database to everyone, got [5432]",
      "ports must not hold 80 unless challenge is http-01, got [22,5432,80]; prove names in DNS and keep 80 closed, or declare the challenge",
    ]);
    expect(refused({ challenge: "http-01" })).toEqual([
      'challenge must be left out where port 80 is closed, got "http-01"',
    ]);
  });

  it("for ranges that are everybody, or none", () => {
    expect(refused({ from: { ranges: ["0.0.0.0/0", "10.0.0.1/8"] } })).toEqual([
      'from.ranges must be an IPv4 range such as 10.20.0.0/16, got "10.0.0.1/8"',
      "from.ranges must not be the whole internet; if everybody is meant, say from: { everyone: { reason } }",
    ]);
    expect(refused({ from: { ranges: [] }, ports: [] })).toEqual([
      "ports must name at least one port",
      "from.ranges must name at least one range",
    ]);
  });

  it("to the account of every machine, and for accounts mixed with tags", () => {
    const email = "123-compute@developer.gserviceaccount.com";
    const tag = { tag: "web", reason: "A group whose account is Google's" };
    expect(refused({ to: { account: { email } }, from: tag })).toEqual([
      `to.account must not be the project's default account, got "${email}"; every machine that names no other has it`,
      "from must be named by account where to is; Google mixes accounts and tags in no rule",
    ]);
    expect(refused({ to: tag, from: { account: HOST } })).toEqual([
      "from must be named by tag where to is; Google mixes accounts and tags in no rule; name both by account",
    ]);
  });

  it("where its name would be longer than Google takes", () => {
    const key = "k".repeat(50);
    expect(refusal(() => made((network) => network.open(key, WEB)))).toBe(
      `test/network: opening ${key} must have at most 63 characters (google resource), got "acme-dev-graph-${key}-ipv6"; shorten it by 7`,
    );
  });
});

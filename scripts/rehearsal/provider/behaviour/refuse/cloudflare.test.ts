import { beforeEach, describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { MemoryStore } from "../../store/memory.ts";
import type { Thing } from "../../store/store.ts";
import { Cloudlike } from "../../testing/cloudlike.ts";

let cloud: Cloudlike;
let zone: string;
beforeEach(() => {
  cloud = new Cloudlike("cloudflare", new MemoryStore());
  const made = cloud.make("cloudflare_zone", { name: "example.net", account: { id: "a" } });
  zone = String(made.object["id"]);
});

const record = (type: string, name: string, content: string): Fields => ({
  zone_id: zone,
  type,
  name,
  content,
  ttl: 1,
});
const make = (...parts: Parameters<typeof record>): Thing =>
  cloud.make("cloudflare_dns_record", record(...parts));

describe("a record of Cloudflare's", () => {
  it.each<[string, Parameters<typeof record>, Parameters<typeof record>, string]>([
    [
      "the same once more",
      ["A", "www.example.net", "203.0.113.7"],
      ["A", "www.example.net", "203.0.113.7"],
      "81058: An identical record already exists.",
    ],
    [
      "the same by its short name",
      ["TXT", "example.net", "v=spf1 -all"],
      ["TXT", "@", "v=spf1 -all"],
      "81058: An identical record already exists.",
    ],
    [
      "an alias beside an address",
      ["A", "www.example.net", "203.0.113.7"],
      ["CNAME", "www", "example.org"],
      "81053: An A, AAAA, or CNAME record with that host already exists.",
    ],
    [
      "a second alias",
      ["CNAME", "www.example.net", "example.com"],
      ["CNAME", "WWW.example.net", "example.org"],
      "81053: An A, AAAA, or CNAME record with that host already exists.",
    ],
    [
      "an address beside an alias",
      ["CNAME", "www.example.net", "example.com"],
      ["AAAA", "www.example.net", "2001:db8::1"],
      "81054: A CNAME record with that host already exists.",
    ],
  ])("is refused: %s", (_what, first, second, words) => {
    make(...first);
    expect(() => make(...second)).toThrow(words);
  });

  it("stands beside others of its name and of another kind, and beside its namesake of another zone", () => {
    make("A", "www.example.net", "203.0.113.7");
    expect(() => make("A", "www.example.net", "203.0.113.8")).not.toThrow();
    expect(() => make("TXT", "www.example.net", "203.0.113.7")).not.toThrow();
    zone = String(
      cloud.make("cloudflare_zone", { name: "example.org", account: { id: "a" } }).object["id"],
    );
    expect(() => make("CNAME", "www", "example.com")).not.toThrow();
  });

  it("is refused too where it is changed into such a one", () => {
    make("CNAME", "www.example.net", "example.com");
    const other = make("A", "api.example.net", "203.0.113.7");
    const name = "www.example.net";
    expect(() => cloud.change(other, record("A", name, "203.0.113.7"))).toThrow(
      "updating cloudflare_dns_record (www.example.net): 81054: A CNAME record with that host already exists.",
    );
    expect(() => cloud.change(other, record("A", "api.example.net", "203.0.113.9"))).not.toThrow();
  });
});

describe("what Cloudflare has once", () => {
  it("is refused a second time: a zone of that name, the rules of a phase", () => {
    expect(() =>
      cloud.make("cloudflare_zone", { name: "example.net", account: { id: "b" } }),
    ).toThrow("creating cloudflare_zone (example.net): 1061: example.net already exists");
    const phase = "http_request_firewall_custom";
    const rules = { zone_id: zone, name: "edge", kind: "zone", phase, rules: [] };
    cloud.make("cloudflare_ruleset", rules);
    expect(() => cloud.make("cloudflare_ruleset", { ...rules, name: "other" })).toThrow(
      "20217: 'zone' is not a valid value for kind because exceeded maximum number of zone rulesets for phase http_request_firewall_custom",
    );
    const later = { ...rules, phase: "http_request_dynamic_redirect" };
    expect(() => cloud.make("cloudflare_ruleset", later)).not.toThrow();
  });
});

describe("a name of Cloudflare's that is taken", () => {
  it.each<[string, Fields, string]>([
    [
      "cloudflare_zero_trust_tunnel_cloudflared",
      { account_id: "a", name: "office" },
      "(office): 1013: You already have a tunnel with this name.",
    ],
    [
      "cloudflare_workers_kv_namespace",
      { account_id: "a", title: "sessions" },
      "(sessions): 10014: a namespace with this account ID and title already exists",
    ],
  ])("is refused in its account, and in no other: %s", (type, config, words) => {
    cloud.make(type, config);
    expect(() => cloud.make(type, config)).toThrow(`creating ${type} ${words}`);
    expect(() => cloud.make(type, { ...config, account_id: "b" })).not.toThrow();
  });
});

describe("deleting at Cloudflare", () => {
  it("is refused of a list that a rule asks, and not for one of a longer name", () => {
    const make = (name: string) =>
      cloud.make("cloudflare_list", { account_id: "a", kind: "ip", name });
    const [short, long] = [make("offices"), make("offices_old")];
    cloud.make("cloudflare_ruleset", {
      zone_id: zone,
      name: "edge",
      kind: "zone",
      phase: "http_request_firewall_custom",
      rules: [{ action: "block", expression: "not (ip.src in $offices_old) and ssl" }],
    });
    expect(() => cloud.lose(long)).toThrow("10031: filters.api.ip_list_in_use");
    expect(() => cloud.lose(short)).not.toThrow();
  });

  it("is refused of a monitor that a pool is watched by", () => {
    const monitor = cloud.make("cloudflare_load_balancer_monitor", { account_id: "a" });
    cloud.make("cloudflare_load_balancer_pool", {
      account_id: "a",
      name: "web",
      origins: [{ name: "a", address: "203.0.113.7" }],
      monitor: monitor.object["id"]!,
    });
    expect(() => cloud.lose(monitor)).toThrow(
      "1005: This object is referenced by other objects, delete them first.",
    );
  });
});

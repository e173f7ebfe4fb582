import { isList } from "../../cty/value.ts";
import type { Rule, RuleTable } from "./rule.ts";

const types: RuleTable = {
  cloudflare_zone: {
    // A zone is found by its name, so its id follows from the name alone.
    id: "{hex:32:name}",
    name_servers: () => ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    status: "pending",
    activated_on: null,
    original_dnshost: null,
    original_registrar: null,
    cname_suffix: null,
    verification_key: null,
    vanity_name_servers: () => [],
    permissions: () => ["#zone:read"],
    "owner.type": "organization",
    "plan.name": "Free Website",
    "plan.currency": "USD",
    "plan.legacy_id": "free",
    "tenant.id": null,
    "tenant.name": null,
    "tenant_unit.id": null,
  },
  cloudflare_zone_setting: { id: "{setting_id}", editable: true, enabled: null, time_remaining: 0 },
  cloudflare_zone_dnssec: {
    id: "{zone_id}",
    algorithm: "13",
    digest: "{hex:64:zone_id}",
    digest_algorithm: "SHA256",
    digest_type: "2",
    ds: "2371 13 2 {hex:64:zone_id}",
    flags: 257,
    key_tag: 2371,
    key_type: "ECDSAP256SHA256",
    public_key: "{alnum:88:zone_id}",
    status: "pending",
  },
  cloudflare_dns_record: {
    meta: () => "{}",
    proxiable: (self) => ["A", "AAAA", "CNAME"].includes(self.text("type")),
    settings: null,
    comment_modified_on: (self) => (self.text("comment") === "" ? null : "2025-01-01T00:00:00Z"),
    tags_modified_on: (self) => {
      const tags = self.value("tags");
      return isList(tags) && tags.length > 0 ? "2025-01-01T00:00:00Z" : null;
    },
  },
  cloudflare_ruleset: {
    version: (self) => `${self.next("version", "id")}`,
    "rules.id": "{hex:32}",
    "rules.ref": "{hex:32}",
    "rules.enabled": true,
  },
  cloudflare_bot_management: { id: "{zone_id}", using_latest_model: true },
  cloudflare_healthcheck: { status: "unknown", failure_reason: "" },
  cloudflare_r2_bucket: { id: "{name}", location: "weur" },
  cloudflare_workers_kv_namespace: { supports_url_encoding: true },
  cloudflare_zone_subscription: { state: "Paid", currency: "USD", price: 20 },
  cloudflare_authenticated_origin_pulls: { id: "{hostname|zone_id}" },
  cloudflare_account: { type: "standard" },
};

/** Cloudflare's ids are 32 hexadecimal signs. */
function every(_type: string, name: string): Rule | undefined {
  return name === "id" ? "{hex:32}" : undefined;
}

/** How computed values of Cloudflare types are made. */
export const CLOUDFLARE = { types, every };

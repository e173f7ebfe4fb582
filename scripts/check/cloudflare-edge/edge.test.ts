// @module-tag long
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret/index.js";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version/index.js";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import {
  Access,
  AccessServiceToken,
  emailDomain,
  ipRange,
} from "../../../modules/cloudflare/access/index.ts";
import { block, EdgeRules, not } from "../../../modules/cloudflare/edge-rules/index.ts";
import { IpList, sourceInList } from "../../../modules/cloudflare/ip-list/index.ts";
import { LoadBalancing, type Pool } from "../../../modules/cloudflare/load-balancing/index.ts";
import { OriginCertificate } from "../../../modules/cloudflare/origin-certificate/index.ts";
import { Records } from "../../../modules/cloudflare/records/index.ts";
import { REQUESTS } from "../../../modules/cloudflare/testing/certificate-requests.ts";
import { Tunnel } from "../../../modules/cloudflare/tunnel/index.ts";
import { Zone } from "../../../modules/cloudflare/zone/index.ts";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "../../rehearsal/run/result.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "dev-music-library-edge";
const stage = "dev";
const accountId = "0123456789abcdef0123456789abcdef";
const EUROPE: Pool = { origins: { b: { address: "203.0.113.8" }, a: { address: "203.0.113.7" } } };
const AMERICA: Pool = { origins: { east: { address: "us.origin.example.net" } } };

/** What is different from one run to the next. */
interface Edge {
  /** The second pool, a policy and a route that may go again. */
  readonly wide: boolean;
  /** Where the office is. */
  readonly office: readonly string[];
}

/** Everything that stands before a platform, in a zone of its own. */
function estate({ wide, office }: Edge) {
  return synthWith(
    (stack) => {
      new CloudflareProvider(stack, "cloudflare");
      new GoogleProvider(stack, "google", { project: "acme-dev" });
    },
    (stack) => {
      const zone = new Zone(stack, "zone", { stage, accountId, name: "example.com", plan: "pro" });
      listed(stack, zone, office);
      balanced(stack, zone, wide);
      guarded(stack, zone, wide);
      new OriginCertificate(stack, "origin", {
        stage,
        zone,
        hostnames: ["api.example.com", "*.dev.example.com"],
        certificateRequest: REQUESTS.rsa,
      });
    },
  );
}

function listed(stack: TerraformStack, zone: Zone, office: readonly string[]): void {
  const list = new IpList(stack, "office", {
    accountId,
    name: "office",
    description: "Where we work",
    plan: "pro",
    entries: { Berlin: office },
  });
  const when = `http.host eq "admin.example.com" and ${not(sourceInList(list))}`;
  const rules = [block({ key: "strangers", when, description: "Only from the office" })];
  new EdgeRules(stack, "rules", { stage, zone, sources: { admin: { priority: 1, rules } } });
}

function balanced(stack: TerraformStack, zone: Zone, wide: boolean): void {
  new LoadBalancing(stack, "api", {
    stage,
    accountId,
    subscription: { endpoints: 3 },
    zone,
    hostname: zone.hostname("api"),
    name: "acme-dev-api",
    pools: { europe: EUROPE, ...(wide && { america: AMERICA }) },
    order: wide ? ["america", "europe"] : ["europe"],
    steering: wide ? { policy: "random", weights: { america: 0.2 } } : undefined,
    healthCheck: { path: "/healthz", regions: ["WEU", "ENAM"] },
  });
}

function guarded(stack: TerraformStack, zone: Zone, wide: boolean): void {
  const ci = new AccessServiceToken(stack, "ci", { stage, accountId, name: "CI" });
  const place = new SecretManagerSecret(stack, "ci-place", {
    secretId: "ci",
    replication: { auto: {} },
  });
  new SecretManagerSecretVersion(stack, "ci-secret", {
    secret: place.id,
    secretDataWo: ci.clientSecret,
    secretDataWoVersion: 1,
  });
  const admin = zone.hostname("admin");
  const door = new Access(stack, "door", {
    stage,
    accountId,
    name: "Back office",
    zone,
    hosts: [admin],
    policies: {
      staff: { action: "allow", who: [emailDomain("example.com")] },
      ci: { action: "service", who: [ci.rule] },
      ...(wide && {
        monitor: { action: "bypass", who: [ipRange("198.51.100.7/32")], reason: "It has no token" },
      }),
    },
  });
  const route = { hostname: admin, service: "http://127.0.0.1:8000" };
  const tunnel = new Tunnel(stack, "host", {
    stage,
    accountId,
    name: "acme-dev-host",
    zone,
    routes: {
      ...(wide && { health: { ...route, path: "^/healthz$" } }),
      admin: { ...route, access: door.gate("acme") },
    },
  });
  new Records(stack, "records", { stage, zone, records: tunnel.records });
}

describe.skipIf(missing("terraform"))("by the real Terraform, the edge of a platform", () => {
  const stack = oneStack(STACK);
  const rehearsed = (edge: Edge) => stack.rehearsed(estate(edge));

  const attributesOf = (type: string, name: string) => {
    const state = JSON.parse(stack.project.read(`dev/${STACK}/terraform.tfstate`));
    const found = state.resources.find(
      (each: { type: string; name: string }) => each.type === type && each.name.startsWith(name),
    );
    return found.instances[0].attributes;
  };

  it("is made, planned empty, gives up a pool, a policy and a route in one apply, and goes (#66, #3040, #7284, #7306)", {
    timeout: 180_000,
  }, async () => {
    const office = ["203.0.113.0/24", "2001:DB8::/64"];
    const first = await rehearsed({ wide: true, office });
    expect(first.problems).toEqual([]);

    const rules = attributesOf("cloudflare_ruleset", "rules_waf-custom").rules;
    expect(rules[0].expression).toBe(
      'http.host eq "admin.example.com" and not (ip.src in $office)',
    );
    const pool = attributesOf("cloudflare_load_balancer_pool", "api_pool-america").id;
    const balancer = attributesOf("cloudflare_load_balancer", "api");
    expect(balancer.random_steering.pool_weights).toEqual({ [pool]: 0.2 });
    const tunnel = attributesOf("cloudflare_zero_trust_tunnel_cloudflared", "host");
    expect(tunnel.tunnel_secret).toBeNull();
    expect(attributesOf("cloudflare_dns_record", "records_cname-admin").content).toBe(
      `${tunnel.id}.cfargotunnel.com`,
    );
    const door = attributesOf("cloudflare_zero_trust_access_application", "door");
    const { ingress } = attributesOf(
      "cloudflare_zero_trust_tunnel_cloudflared_config",
      "host_rules",
    ).config;
    expect(ingress[1].origin_request.access.aud_tag).toEqual([door.aud]);

    const secret: string = attributesOf(
      "cloudflare_zero_trust_access_service_token",
      "ci",
    ).client_secret;
    const handed = attributesOf("google_secret_manager_secret_version", "ci-secret");
    expect(secret.length).toBeGreaterThan(10);
    expect([JSON.stringify(handed), first.said].filter((text) => text.includes(secret))).toEqual(
      [],
    );

    const same = await rehearsed({ wide: true, office: ["2001:db8::/64", "203.0.113.0/24"] });
    expect([same.problems, same.changes]).toEqual([[], []]);

    const narrow = await rehearsed({ wide: false, office });
    expect(narrow.problems).toEqual([]);
    expect(narrow.changes).toEqual([
      "delete cloudflare_load_balancer_pool.api_pool-america",
      "delete cloudflare_zero_trust_access_policy.door_policy-monitor",
      "update cloudflare_load_balancer.api",
      "update cloudflare_zero_trust_access_application.door",
      "update cloudflare_zero_trust_tunnel_cloudflared_config.host_rules",
    ]);

    const gone = await stack.project.infra(["rehearse", STACK, "--destroy", "--json"]);
    const { stacks }: RehearsalReport = JSON.parse(gone.stdout);
    expect(stacks.map(({ stack, problems }) => [stack, problems])).toEqual([[STACK, []]]);
    expect(gone.code).toBe(0);
  });
});

import { addresses, resourcesOf } from "@groundplan/core/testing/synth";
import { DataTerraformRemoteStateLocal } from "cdktf";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { type ExistingZone, Zone } from "../zone/index.ts";
import {
  block,
  EdgeRules,
  type EdgeRulesProps,
  type RuleSources,
  redirect,
  skip,
} from "./index.ts";

const ZONE: ExistingZone = { zoneId: "0123", name: "example.com", plan: "free" };

const SOURCES: RuleSources = {
  scanners: {
    priority: 200,
    rules: [
      block({ key: "env", when: 'http.request.uri.path eq "/.env"', description: "Scanners" }),
    ],
  },
  site: {
    priority: 100,
    rules: [
      skip({
        key: "monitor",
        when: "ip.src in {192.0.2.1}",
        reason: "The uptime monitor asks every minute",
        what: ["custom-rules"],
      }),
      redirect({
        key: "www",
        when: 'http.host eq "www.example.com"',
        description: "One name for the site",
        to: { url: "https://example.com/" },
      }),
    ],
  },
};

type Change = Partial<Omit<EdgeRulesProps, "zone">>;

const make = (zone: ExistingZone, change: Change, id = "edge") =>
  synth(
    (stack) =>
      new EdgeRules(stack, id, {
        stage: "prod",
        sources: SOURCES,
        ...change,
        zone: Zone.fromExisting(stack, "zone", zone),
      }),
  );

const refused = (change: Change, zone: ExistingZone = ZONE): string[] =>
  refusals(
    (stack) =>
      new EdgeRules(stack, "edge", {
        stage: "prod",
        sources: SOURCES,
        ...change,
        zone: Zone.fromExisting(stack, "zone", zone),
      }),
  );

/** Rulesets by name. */
function rulesetsOf(change: Change = {}, zone = ZONE, id = "edge") {
  const made = Object.values(resourcesOf(make(zone, change, id), "cloudflare_ruleset"));
  return Object.fromEntries(made.map((ruleset) => [ruleset["name"], ruleset]));
}

describe("EdgeRules", () => {
  it("makes exactly one ruleset per phase, from all sources", () => {
    const rulesets = rulesetsOf();
    expect(Object.keys(rulesets).sort()).toEqual(["redirects", "waf-custom"]);
    expect(rulesets["waf-custom"]).toEqual({
      zone_id: "0123",
      kind: "zone",
      name: "waf-custom",
      phase: "http_request_firewall_custom",
      description: "Composed from code: edits in the dashboard are undone",
      rules: [
        {
          ref: "site-monitor",
          expression: "ip.src in {192.0.2.1}",
          description: "The uptime monitor asks every minute",
          enabled: true,
          action: "skip",
          action_parameters: { ruleset: "current" },
          logging: { enabled: true },
        },
        {
          ref: "scanners-env",
          expression: 'http.request.uri.path eq "/.env"',
          description: "Scanners",
          enabled: true,
          action: "block",
        },
      ],
    });
  });

  it("gives every rule a ref that does not depend on its place (#2690)", () => {
    const more = block({ key: "git", when: 'http.request.uri.path eq "/.git"', description: "x" });
    const { scanners } = SOURCES;
    const sources = { ...SOURCES, scanners: { ...scanners!, rules: [more, ...scanners!.rules] } };
    const refs = rulesetsOf({ sources })["waf-custom"]!["rules"].map(
      (rule: { ref: string }) => rule.ref,
    );
    expect(refs).toEqual(["site-monitor", "scanners-git", "scanners-env"]);
  });

  it("keeps the names of rulesets when the construct is renamed: another name replaces them", () => {
    expect(Object.keys(rulesetsOf({}, ZONE, "other"))).toEqual(Object.keys(rulesetsOf()));
  });

  it("has addresses whose change leaves the zone without rules for seconds", () => {
    expect(addresses(make(ZONE, {}))).toEqual([
      "cloudflare_ruleset.edge_redirects_27A82466",
      "cloudflare_ruleset.edge_waf-custom_74B37B75",
    ]);
  });

  it("needs but the zone's id and name from a contract", () => {
    const template = synth((stack) => {
      const state = new DataTerraformRemoteStateLocal(stack, "state", { path: "zone.tfstate" });
      const zone = Zone.fromExisting(stack, "zone", {
        zoneId: state.getString("zone_id"),
        name: state.getString("name"),
        plan: "free",
      });
      new EdgeRules(stack, "edge", { stage: "prod", zone, sources: SOURCES });
    });
    const zones = Object.values(resourcesOf(template, "cloudflare_ruleset")).map(
      ({ zone_id }) => zone_id,
    );
    expect(new Set(zones)).toEqual(
      new Set(["${data.terraform_remote_state.state.outputs.zone_id}"]),
    );
  });

  it("has Cloudflare's managed rules from the pro plan on, and not on the free plan", () => {
    expect(rulesetsOf()).not.toHaveProperty("waf-managed");
    expect(rulesetsOf({}, { ...ZONE, plan: "pro" })).toHaveProperty("waf-managed");
    const managedRules = { mode: "off", reason: "Another firewall stands in front" } as const;
    expect(rulesetsOf({ managedRules }, { ...ZONE, plan: "pro" })).not.toHaveProperty(
      "waf-managed",
    );
  });

  it("takes over a ruleset that was made in the dashboard (error 20217)", () => {
    const adopt = { redirects: { rulesetId: "abcdef" } };
    expect(make(ZONE, { adopt })["import"]).toMatchObject([{ id: "zones/0123/abcdef" }]);
  });

  it("lets the caller have the last word on all but zone, phase and name", () => {
    const overrides = { redirects: { description: "Ours", name: "other", phase: "ddos_l7" } };
    expect(rulesetsOf({ overrides })["redirects"]).toMatchObject({
      description: "Ours",
      name: "redirects",
      phase: "http_request_dynamic_redirect",
    });
  });
});

describe("edge rules are refused", () => {
  it("when there are two composers for a zone: each would want the phase for itself", () => {
    const problems = refusals((stack) => {
      const zone = Zone.fromExisting(stack, "zone", ZONE);
      new EdgeRules(stack, "edge", { stage: "prod", zone, sources: {} });
      new EdgeRules(stack, "more", { stage: "prod", zone, sources: {} });
    });
    expect(problems).toEqual([
      "test/more: zone must have one EdgeRules only, and test/edge is one already; hand the rules to it as another source",
    ]);
  });

  it("when skip rules would be taken over, for they drift after an import (#7128)", () => {
    expect(refused({ adopt: { "waf-custom": { rulesetId: "abcdef" } } })).toEqual([
      'test/edge: adopt.waf-custom must not be used while it has skip or counting rules, got "site-monitor"; delete the ruleset in the dashboard and let it be made anew',
    ]);
    expect(refused({ adopt: { cache: { rulesetId: "abcdef" } } })).toEqual([
      "test/edge: adopt.cache must have rules; delete the ruleset in the dashboard and let it be made anew",
    ]);
  });

  it("when a source takes the name of Cloudflare's rules", () => {
    expect(refused({ sources: { managed: { priority: 1, rules: [] } } })).toEqual([
      "test/edge: sources.managed must be named otherwise: it is taken",
    ]);
  });

  it("when managed rules are left out without a reason", () => {
    expect(
      refused({ managedRules: { mode: "off", reason: "no" } }, { ...ZONE, plan: "pro" }),
    ).toEqual(['test/edge: managedRules.reason must say why in 10 to 200 characters, got "no"']);
  });
});

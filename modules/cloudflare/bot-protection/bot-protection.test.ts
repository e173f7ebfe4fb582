import { only } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { type Plan, Zone } from "../zone/index.ts";
import { BotProtection, type BotProtectionProps } from "./index.ts";

type Change = Partial<Omit<BotProtectionProps, "zone">>;

const build =
  (plan: Plan, change: Change) => (stack: Parameters<Parameters<typeof synth>[0]>[0]) => {
    const zone = Zone.fromExisting(stack, "zone", { zoneId: "0123", name: "example.com", plan });
    return new BotProtection(stack, "bots", { stage: "prod", ...change, zone });
  };

const attributesOf = (plan: Plan, change: Change = {}) =>
  only(synth(build(plan, change)), "cloudflare_bot_management");

const refused = (plan: Plan, change: Change): string[] => refusals(build(plan, change));

describe("BotProtection", () => {
  it.each(["dev", "prod"] as const)("sends nothing but the AI crawlers in %s (#6727)", (stage) => {
    expect(attributesOf("free", { stage })).toEqual({
      zone_id: "0123",
      ai_bots_protection: "block",
    });
  });

  it.each([
    [
      "free",
      { botFightMode: { reason: "A site of pages, without any API" }, crawlerMaze: true },
      { fight_mode: true, crawler_protection: "enabled" },
    ],
    [
      "pro",
      {
        managedRobotsTxt: true,
        superBotFightMode: {
          definitelyAutomated: "managed_challenge",
          verifiedBots: "allow",
          staticResources: false,
          javascriptDetections: true,
        },
      },
      {
        is_robots_txt_managed: true,
        sbfm_definitely_automated: "managed_challenge",
        sbfm_verified_bots: "allow",
        sbfm_static_resource_protection: false,
        enable_js: true,
      },
    ],
    [
      "business",
      { superBotFightMode: { definitelyAutomated: "block", likelyAutomated: "managed_challenge" } },
      { sbfm_definitely_automated: "block", sbfm_likely_automated: "managed_challenge" },
    ],
    [
      "enterprise",
      { botManagement: { autoUpdateModel: true, suppressSessionScore: false, botCookie: true } },
      { auto_update_model: true, suppress_session_score: false, bm_cookie_enabled: true },
    ],
  ] as const)("sends on the %s plan what is said and no more", (plan, change, fields) => {
    expect(attributesOf(plan, change)).toEqual({
      zone_id: "0123",
      ai_bots_protection: "block",
      ...fields,
    });
  });

  it("keeps the reason for Bot Fight Mode as a comment in the stack", () => {
    const reason = "A site of pages, without any API";
    synth((stack) => {
      const { botManagement } = build("free", { botFightMode: { reason } })(stack);
      const resources = botManagement.toTerraform().resource.cloudflare_bot_management;
      expect(Object.values(resources)[0]).toMatchObject({ "//": { reason } });
    });
  });

  it("lets the caller have the last word on all but the zone", () => {
    const overrides = { botManagement: { cfRobotsVariant: "off", zoneId: "other" } };
    expect(attributesOf("free", { overrides })).toMatchObject({
      cf_robots_variant: "off",
      zone_id: "0123",
    });
  });
});

describe("bot protection is refused", () => {
  it("for Bot Fight Mode without a reason: no rule can spare an API from it", () => {
    expect(refused("free", { botFightMode: { reason: "bots" } })).toEqual([
      'test/bots: botFightMode.reason must say why in 10 to 200 characters, got "bots"',
    ]);
    expect(refused("pro", { botFightMode: { reason: "A site of pages only" } })).toEqual([
      "test/bots: botFightMode must be left out above the free plan; use superBotFightMode, which rules can skip",
    ]);
  });

  it("for fields that the plan lacks, which fail at every apply", () => {
    const superBotFightMode = { definitelyAutomated: "allow", likelyAutomated: "allow" } as const;
    expect(refused("free", { superBotFightMode, botManagement: {} })).toEqual([
      "test/bots: superBotFightMode must be left out below the pro plan; the zone's plan is free",
      'test/bots: superBotFightMode.likelyAutomated must be left out below the business plan, got "allow"; the zone\'s plan is free',
      "test/bots: botManagement must be left out below the enterprise plan; the zone's plan is free",
    ]);
  });

  it("for crawlers that are treated as nobody can", () => {
    expect(refused("free", { aiCrawlers: "allow" as "block" })).toEqual([
      'test/bots: aiCrawlers must be one of block, only_on_ad_pages, disabled, got "allow"',
    ]);
  });
});

import {
  BotManagement,
  type BotManagementConfig,
} from "@cdktf/provider-cloudflare/lib/bot-management/index.js";
import { check, type Finding, must, oneOf, reasonGiven } from "@groundplan/core/problems";
import type { ModuleProps, PerStage, Reason } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { DnsZone } from "../zone/dns-zone.ts";
import { type Plan, planProblem } from "../zone/plan.ts";

/** What crawlers of AI companies meet. */
export type AiCrawlers = "block" | "only_on_ad_pages" | "disabled";

/** What the protection does when nothing is said. */
export const DEFAULTS = {
  aiCrawlers: { dev: "block", prod: "block" } as PerStage<AiCrawlers>,
};

/** What becomes of one kind of visitor. A challenge is for browsers: no client of an API passes it. */
export type BotAction = "allow" | "managed_challenge" | "block";

/** Super Bot Fight Mode, from the pro plan on. Rules can skip it, unlike Bot Fight Mode. */
export interface SuperBotFightMode {
  /** Visitors that are surely bots. Clients of an API are among them. */
  readonly definitelyAutomated: BotAction;
  /** Visitors that are likely bots. Business plan. @default Cloudflare's: allow */
  readonly likelyAutomated?: BotAction;
  /** Search engines and others that Cloudflare knows. @default Cloudflare's: allow */
  readonly verifiedBots?: "allow" | "block";
  /** Covers images and scripts too. @default Cloudflare's: no */
  readonly staticResources?: boolean;
  /** Puts a script into pages that tells browsers from bots. @default Cloudflare's: no */
  readonly javascriptDetections?: boolean;
}

/** Bot Management, an addition to the enterprise plan. */
export interface BotManagementAddOn {
  /** Takes new models for scoring as they come. @default Cloudflare's: yes */
  readonly autoUpdateModel?: boolean;
  /** Leaves the session out of the score. @default Cloudflare's: no */
  readonly suppressSessionScore?: boolean;
  /** Sets a cookie that tells visitors apart. @default Cloudflare's: yes */
  readonly botCookie?: boolean;
}

export interface BotProtectionProps extends ModuleProps {
  /** The zone. A change replaces the settings. */
  readonly zone: DnsZone;

  /** What crawlers of AI companies meet. @default "block" */
  readonly aiCrawlers?: AiCrawlers;

  /** Leads crawlers that ignore robots.txt into a maze of made-up pages. @default Cloudflare's: no */
  readonly crawlerMaze?: boolean;

  /** Lets Cloudflare write robots.txt. @default Cloudflare's: no */
  readonly managedRobotsTxt?: boolean;

  /**
   * Bot Fight Mode of the free plan. It can challenge clients of an API and apps on phones, and no
   * rule can skip it: say why that hurts nobody.
   *
   * @default off
   */
  readonly botFightMode?: Reason;

  /** @default left as Cloudflare has it */
  readonly superBotFightMode?: SuperBotFightMode;

  /** @default left as Cloudflare has it */
  readonly botManagement?: BotManagementAddOn;

  /** Last word on the resource; shallow. See the README. */
  readonly overrides?: { readonly botManagement?: Partial<BotManagementConfig> };
}

/**
 * What bots meet in a zone, as far as the plan goes. Only what is said is sent: a field outside the
 * plan makes every apply fail (terraform-provider-cloudflare#6727, open at 5.14.0).
 */
export class BotProtection extends Construct {
  readonly botManagement: BotManagement;

  constructor(scope: Construct, id: string, props: BotProtectionProps) {
    super(scope, id);
    check(this, botProblems(props, props.zone.plan));
    const { crawlerMaze } = props;
    this.botManagement = new BotManagement(this, "Default", {
      aiBotsProtection: props.aiCrawlers ?? DEFAULTS.aiCrawlers[props.stage],
      ...(crawlerMaze !== undefined && { crawlerProtection: crawlerMaze ? "enabled" : "disabled" }),
      isRobotsTxtManaged: props.managedRobotsTxt,
      ...(props.botFightMode && { fightMode: true }),
      ...superFields(props.superBotFightMode),
      ...addOnFields(props.botManagement),
      ...props.overrides?.botManagement,
      zoneId: props.zone.zoneId,
    });
    // The resource has no description: the reason stands as a comment in the stack's JSON.
    if (props.botFightMode) {
      this.botManagement.addOverride("//.reason", props.botFightMode.reason);
    }
  }
}

function superFields(mode: SuperBotFightMode | undefined): Partial<BotManagementConfig> {
  return {
    sbfmDefinitelyAutomated: mode?.definitelyAutomated,
    sbfmLikelyAutomated: mode?.likelyAutomated,
    sbfmVerifiedBots: mode?.verifiedBots,
    sbfmStaticResourceProtection: mode?.staticResources,
    enableJs: mode?.javascriptDetections,
  };
}

function addOnFields(addOn: BotManagementAddOn | undefined): Partial<BotManagementConfig> {
  return {
    autoUpdateModel: addOn?.autoUpdateModel,
    suppressSessionScore: addOn?.suppressSessionScore,
    bmCookieEnabled: addOn?.botCookie,
  };
}

/** Everything that is wrong with the protection in a zone of a plan. */
export function botProblems(
  props: Omit<BotProtectionProps, "stage" | "zone" | "overrides">,
  plan: Plan,
): Finding[] {
  const { superBotFightMode: mode, botFightMode } = props;
  return [
    oneOf("aiCrawlers", props.aiCrawlers, ["block", "only_on_ad_pages", "disabled"]),
    botFightMode && reasonGiven("botFightMode", botFightMode.reason),
    must(
      botFightMode === undefined || plan === "free",
      "botFightMode",
      "be left out above the free plan",
      undefined,
      "use superBotFightMode, which rules can skip",
    ),
    planProblem("superBotFightMode", mode !== undefined, plan, "pro"),
    planProblem(
      "superBotFightMode.likelyAutomated",
      mode?.likelyAutomated !== undefined,
      plan,
      "business",
      mode?.likelyAutomated,
    ),
    planProblem("botManagement", props.botManagement !== undefined, plan, "enterprise"),
  ];
}

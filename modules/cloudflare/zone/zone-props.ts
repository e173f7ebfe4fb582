import type { ZoneConfig } from "@cdktf/provider-cloudflare/lib/zone/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { Plan } from "./plan.ts";
import type { Hsts, ZoneSettings } from "./settings.ts";

/** `none` makes nothing; `disabled` switches signing off, the step before `none`. */
export type Dnssec = "active" | "disabled" | "none";

export interface ZoneProps extends ModuleProps {
  /** The account that the zone belongs to, 32 hexadecimal characters. A change replaces the zone. */
  readonly accountId: string;

  /**
   * The zone's apex, lower case, without a final dot: `example.com`. A change replaces the zone:
   * every record is lost and the new zone gets other name servers.
   */
  readonly name: string;

  /** What the zone pays for. Features and limits are checked against it; it buys nothing itself. */
  readonly plan: Plan;

  /**
   * Buys `plan` and is billed so often. Left out, the plan is bought in the dashboard.
   *
   * @default bought outside
   */
  readonly billing?: { readonly frequency: "monthly" | "yearly" };

  /**
   * How names get to Cloudflare: `full` by its name servers, `partial` by CNAMEs at another DNS
   * (business plan), `secondary` by zone transfer (enterprise plan).
   *
   * @default "full"
   */
  readonly type?: "full" | "partial" | "secondary";

  /**
   * True until the registrar names Cloudflare's name servers: makes only the zone, for settings,
   * signing and certificates can fail while it is pending. Take it away for the second apply.
   *
   * @default false
   */
  readonly onboarding?: boolean;

  /** How the zone treats visitors. @default see each setting */
  readonly settings?: ZoneSettings;

  /** How long browsers refuse plain HTTP. @default off in dev, one hour in prod */
  readonly hsts?: Hsts;

  /**
   * Signs the zone. The DS record (`dsRecord`) must be put at the registrar by hand; until then
   * each plan shows the status as pending. To undo: take the DS away, wait for its TTL, then
   * `disabled`, then `none`. In any other order the domain vanishes for validating resolvers.
   *
   * @default "none" in dev, "active" in prod; "none" while onboarding and in a partial zone, whose DNS
   * is elsewhere
   */
  readonly dnssec?: Dnssec;

  /** Takes over a zone that exists: its id, for the first apply. @default makes a new zone */
  readonly adopt?: { readonly zoneId: string };

  /**
   * Refuses every plan that would delete the zone or its signing.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. Settings by their Cloudflare id. See the README. */
  readonly overrides?: {
    readonly zone?: Partial<ZoneConfig>;
    readonly settings?: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

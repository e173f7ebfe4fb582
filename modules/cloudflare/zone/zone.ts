import {
  Zone as CloudflareZone,
  type ZoneConfig,
} from "@cdktf/provider-cloudflare/lib/zone/index.js";
import { ZoneDnssec } from "@cdktf/provider-cloudflare/lib/zone-dnssec/index.js";
import {
  ZoneSetting,
  type ZoneSettingConfig,
} from "@cdktf/provider-cloudflare/lib/zone-setting/index.js";
import { ZoneSubscription } from "@cdktf/provider-cloudflare/lib/zone-subscription/index.js";
import { check } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { type DnsZone, type ExistingZone, ZoneReference } from "./dns-zone.ts";
import type { Plan } from "./plan.ts";
import {
  type Hsts,
  SETTING_DEFAULTS,
  type SettingValue,
  settingValues,
  type ZoneSettings,
} from "./settings.ts";
import { zoneProblems } from "./zone-problems.ts";

/** `none` makes nothing; `disabled` switches signing off, the step before `none`. */
export type Dnssec = "active" | "disabled" | "none";

/** What a zone gets when nothing is said. */
export const DEFAULTS = {
  dnssec: { dev: "none", prod: "active" } as PerStage<Dnssec>,
  protect: { dev: false, prod: true } as PerStage<boolean>,
  ...SETTING_DEFAULTS,
};

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

/**
 * A Cloudflare zone with safe settings and DNSSEC.
 *
 * Makes the zone, one resource per setting, and where asked the signing and the subscription.
 * Records and rules are other modules' job: they may stand in other stacks.
 *
 * @stateful
 */
export class Zone extends Construct implements DnsZone {
  readonly zone: CloudflareZone;
  /** By Cloudflare's id of the setting: `settings.min_tls_version`. */
  readonly settings: Readonly<Record<string, ZoneSetting>>;
  readonly dnssec?: ZoneDnssec;
  readonly name: string;
  readonly plan: Plan;

  constructor(scope: Construct, id: string, props: ZoneProps) {
    super(scope, id);
    const onboarding = props.onboarding ?? false;
    const signable = !onboarding && props.type !== "partial";
    const dnssec = props.dnssec ?? (signable ? DEFAULTS.dnssec[props.stage] : "none");
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    check(this, zoneProblems(props));
    this.name = props.name;
    this.plan = props.plan;

    this.zone = this.createZone(props, protect);
    this.createSubscription(props);
    this.settings = onboarding ? {} : this.createSettings(props);
    this.dnssec = dnssec === "none" ? undefined : this.createDnssec(dnssec, protect);
  }

  /** Refers to a zone that another stack makes, or that is managed by hand. Makes nothing. */
  static fromExisting(scope: Construct, id: string, existing: ExistingZone): DnsZone {
    return new ZoneReference(scope, id, existing);
  }

  get zoneId(): string {
    return this.zone.id;
  }

  /** The name servers that the registrar must name. Cloudflare chooses them. */
  get nameServers(): string[] {
    return this.zone.nameServers;
  }

  /** The DS record for the registrar. Nothing while the zone is not signed. */
  get dsRecord(): string | undefined {
    return this.dnssec?.ds;
  }

  hostname(label: string): string {
    return `${label}.${this.name}`;
  }

  private createZone(props: ZoneProps, protect: boolean): CloudflareZone {
    const zone = new CloudflareZone(this, "Default", {
      type: props.type ?? "full",
      ...props.overrides?.zone,
      account: { id: props.accountId },
      name: props.name,
      lifecycle: { preventDestroy: protect },
    });
    if (props.adopt) zone.importFrom(props.adopt.zoneId);
    return zone;
  }

  private createSubscription({ billing, plan }: ZoneProps): void {
    if (!billing) return;
    new ZoneSubscription(this, "subscription", {
      zoneId: this.zoneId,
      frequency: billing.frequency,
      ratePlan: { id: plan },
    });
  }

  private createSettings(props: ZoneProps): Record<string, ZoneSetting> {
    const values = settingValues(props.stage, props.settings ?? {}, props.hsts ?? {});
    return Object.fromEntries(
      values.map((setting) => [
        setting.settingId,
        this.createSetting(setting, props.overrides?.settings?.[setting.settingId]),
      ]),
    );
  }

  private createSetting(
    { settingId, value, reason }: SettingValue,
    override?: { readonly value: unknown },
  ): ZoneSetting {
    const setting = new ZoneSetting(this, `setting-${settingId.replaceAll("_", "-")}`, {
      zoneId: this.zoneId,
      settingId,
      // The binding types `value` as a map and turns a number into {} and a list into an object.
      value: Token.asAny(override?.value ?? value) as unknown as ZoneSettingConfig["value"],
    });
    // A setting has no description: the reason stands as a comment in the stack's JSON.
    if (reason) setting.addOverride("//.reason", reason);
    return setting;
  }

  private createDnssec(status: "active" | "disabled", protect: boolean): ZoneDnssec {
    // Only the status: the optional fields drift until provider 5.19.0.
    return new ZoneDnssec(this, "dnssec", {
      zoneId: this.zoneId,
      status,
      lifecycle: { preventDestroy: protect },
    });
  }
}

import { Zone as CloudflareZone } from "@cdktf/provider-cloudflare/lib/zone/index.js";
import { ZoneDnssec } from "@cdktf/provider-cloudflare/lib/zone-dnssec/index.js";
import {
  ZoneSetting,
  type ZoneSettingConfig,
} from "@cdktf/provider-cloudflare/lib/zone-setting/index.js";
import { ZoneSubscription } from "@cdktf/provider-cloudflare/lib/zone-subscription/index.js";
import { check } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { type DnsZone, type ExistingZone, ZoneReference } from "./dns-zone.ts";
import type { Plan } from "./plan.ts";
import { SETTING_DEFAULTS, type SettingValue, settingValues } from "./settings.ts";
import { zoneProblems } from "./zone-problems.ts";
import type { Dnssec, ZoneProps } from "./zone-props.ts";

/** What a zone gets when nothing is said. */
export const DEFAULTS = {
  dnssec: { dev: "none", prod: "active" } as PerStage<Dnssec>,
  protect: { dev: false, prod: true } as PerStage<boolean>,
  ...SETTING_DEFAULTS,
};

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

import { AuthenticatedOriginPulls } from "@cdktf/provider-cloudflare/lib/authenticated-origin-pulls/index.js";
import {
  AuthenticatedOriginPullsSettings,
  type AuthenticatedOriginPullsSettingsConfig,
} from "@cdktf/provider-cloudflare/lib/authenticated-origin-pulls-settings/index.js";
import { check, type Finding, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { DnsZone } from "../zone/dns-zone.ts";
import { CLOUDFLARE_RANGES } from "./ranges.ts";

export interface OriginLockProps {
  /** The zone. A change replaces the settings. */
  readonly zone: DnsZone;

  /**
   * Shows the origin a client certificate with every request. The origin must ask for it, else it
   * changes nothing; false stops it, and an origin that asks then refuses everybody.
   *
   * Until you upload one of your own to the zone, the certificate is one for all of Cloudflare: it proves that a
   * request came through some zone, not through yours. Let the origin also admit Cloudflare's ranges only.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Own client certificates by host name: ids of certificates that were uploaded outside, so that
   * no private key is in any state. They prove the host itself.
   *
   * @default Cloudflare's shared certificate
   */
  readonly hostnames?: Readonly<Record<string, { readonly certificateId: string }>>;

  /** Last word on the resource; shallow. See the README. */
  readonly overrides?: { readonly settings?: Partial<AuthenticatedOriginPullsSettingsConfig> };
}

/**
 * Cloudflare's half of an origin that nobody can reach but through Cloudflare: client certificates
 * for the origin to ask for, and the ranges for it to admit.
 */
export class OriginLock extends Construct {
  readonly settings: AuthenticatedOriginPullsSettings;
  /** By host name. */
  readonly hostnames: Readonly<Record<string, AuthenticatedOriginPulls>>;
  /** IPv4 ranges that the origin admits. */
  readonly ipv4Ranges: readonly string[] = CLOUDFLARE_RANGES.ipv4;
  /** IPv6 ranges that the origin admits. */
  readonly ipv6Ranges: readonly string[] = CLOUDFLARE_RANGES.ipv6;

  constructor(scope: Construct, id: string, props: OriginLockProps) {
    super(scope, id);
    const hostnames = Object.entries(props.hostnames ?? {});
    check(
      this,
      hostnames.flatMap(([name, { certificateId }]) =>
        hostProblems(props.zone, name, certificateId),
      ),
    );
    this.settings = new AuthenticatedOriginPullsSettings(this, "Default", {
      enabled: props.enabled ?? true,
      ...props.overrides?.settings,
      zoneId: props.zone.zoneId,
    });
    this.hostnames = Object.fromEntries(
      hostnames.map(([name, { certificateId }]) => [
        name,
        this.createHostname(props.zone, name, certificateId),
      ]),
    );
  }

  private createHostname(zone: DnsZone, hostname: string, certId: string) {
    const label = hostname === zone.name ? "apex" : hostname.slice(0, -zone.name.length - 1);
    return new AuthenticatedOriginPulls(this, `host-${label}`, {
      zoneId: zone.zoneId,
      config: [{ hostname, certId, enabled: true }],
    });
  }
}

function hostProblems(zone: DnsZone, name: string, certificateId: string): Finding[] {
  return [
    must(
      name === zone.name || name.endsWith(`.${zone.name}`),
      `hostnames.${name}`,
      `be ${zone.name} or end in .${zone.name}`,
    ),
    must(certificateId !== "", `hostnames.${name}.certificateId`, "not be empty"),
  ];
}

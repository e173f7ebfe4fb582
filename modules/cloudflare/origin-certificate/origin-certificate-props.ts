import type { OriginCaCertificateConfig } from "@cdktf/provider-cloudflare/lib/origin-ca-certificate/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { DnsZone } from "../zone/dns-zone.ts";

/** Days for which Cloudflare issues. Source: terraform-provider-cloudflare, origin_ca_certificate/schema.go. */
export const VALIDITIES = [7, 30, 90, 365, 730, 1095, 5475] as const;

/** Days for which a certificate is good. */
export type ValidityDays = (typeof VALIDITIES)[number];

export interface OriginCertificateProps extends ModuleProps {
  /** The zone that the names are in. A change of its name replaces the certificate. */
  readonly zone: DnsZone;

  /**
   * Names that the origin answers for, in any order: the zone's, names below it, `*` as the first label
   * for one level. A change replaces the certificate.
   */
  readonly hostnames: readonly string[];

  /**
   * A certificate request in PEM, made where the private key is to stay. It is no secret. A change
   * replaces the certificate.
   */
  readonly certificateRequest: string;

  /**
   * Days for which the certificate is good: 7, 30, 90, 365, 730, 1095 or 5475. Nothing renews it. A
   * change replaces the certificate.
   *
   * @default 90 in dev, 365 in prod
   */
  readonly validityDays?: ValidityDays;

  /**
   * Refuses every plan that would revoke the certificate, a replacement included.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on the resource; shallow. See the README. */
  readonly overrides?: { readonly certificate?: Partial<OriginCaCertificateConfig> };
}

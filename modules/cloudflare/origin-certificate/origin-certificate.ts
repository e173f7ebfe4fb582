import {
  OriginCaCertificate,
  type OriginCaCertificateConfig,
} from "@cdktf/provider-cloudflare/lib/origin-ca-certificate/index.js";
import { check } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { DnsZone } from "../zone/dns-zone.ts";
import { type KeyType, keyTypeOf, normalRequest } from "./certificate-request.ts";
import { originCertificateProblems } from "./origin-certificate-problems.ts";

/** Days for which Cloudflare issues. Source: terraform-provider-cloudflare, origin_ca_certificate/schema.go. */
export const VALIDITIES = [7, 30, 90, 365, 730, 1095, 5475] as const;

/** Days for which a certificate is good. */
export type ValidityDays = (typeof VALIDITIES)[number];

/** What a certificate gets when nothing is said. */
export const DEFAULTS = {
  validityDays: { dev: 90, prod: 365 } as PerStage<ValidityDays>,
  protect: { dev: false, prod: true } as PerStage<boolean>,
};

/** Cloudflare's word for the key of a request. */
const REQUEST_TYPE: Readonly<Record<KeyType, string>> = { rsa: "origin-rsa", ecdsa: "origin-ecc" };

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

/**
 * A certificate that Cloudflare, and nobody else, accepts from an origin.
 *
 * The private key is made outside and is in no code, plan or state.
 */
export class OriginCertificate extends Construct {
  readonly resource: OriginCaCertificate;
  /** What the origin answers for, in the order in which Cloudflare got it. */
  readonly hostnames: readonly string[];

  constructor(scope: Construct, id: string, props: OriginCertificateProps) {
    super(scope, id);
    const validityDays = props.validityDays ?? DEFAULTS.validityDays[props.stage];
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    check(this, originCertificateProblems(props));
    // Another order would be another certificate: the provider keeps a list.
    this.hostnames = [...props.hostnames].sort();
    this.resource = new OriginCaCertificate(this, "Default", {
      // Always said: the API's answer leaves it out (terraform-provider-cloudflare#5392), and a value
      // that differs from the plan's fails at apply (#5725).
      requestedValidity: validityDays,
      ...props.overrides?.certificate,
      csr: `${normalRequest(props.certificateRequest)}\n`,
      requestType: REQUEST_TYPE[keyTypeOf(props.certificateRequest)!],
      hostnames: [...this.hostnames],
      lifecycle: { createBeforeDestroy: true, preventDestroy: protect },
    });
  }

  /** The certificate in PEM: for the origin, beside its key. No secret. */
  get certificate(): string {
    return this.resource.certificate;
  }

  /** Cloudflare's id of the certificate. */
  get certificateId(): string {
    return this.resource.id;
  }

  /** When it ends, as Cloudflare writes it. */
  get expiresOn(): string {
    return this.resource.expiresOn;
  }
}

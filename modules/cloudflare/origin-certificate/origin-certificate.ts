import { OriginCaCertificate } from "@cdktf/provider-cloudflare/lib/origin-ca-certificate/index.js";
import { check } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type KeyType, keyTypeOf, normalRequest } from "./certificate-request.ts";
import { originCertificateProblems } from "./origin-certificate-problems.ts";
import type { OriginCertificateProps, ValidityDays } from "./origin-certificate-props.ts";

/** What a certificate gets when nothing is said. */
export const DEFAULTS = {
  validityDays: { dev: 90, prod: 365 } as PerStage<ValidityDays>,
  protect: { dev: false, prod: true } as PerStage<boolean>,
};

/** Cloudflare's word for the key of a request. */
const REQUEST_TYPE: Readonly<Record<KeyType, string>> = { rsa: "origin-rsa", ecdsa: "origin-ecc" };

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

import {
  AcmCertificate,
  type AcmCertificateConfig,
} from "@cdktf/provider-aws/lib/acm-certificate/index.js";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation/index.js";
import { check, type Finding, must, unique } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface CertificateProps {
  /**
   * Names that the certificate is for, at least one; the first is the subject: `api.example.com`.
   * A change makes a new certificate before the old one goes.
   */
  readonly names: readonly string[];

  /**
   * Region that it is made in: CloudFront takes those of `us-east-1` alone. A change makes another
   * certificate before the old one goes.
   *
   * @default the stack's
   */
  readonly region?: string;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly certificate?: Partial<AcmCertificateConfig> };
}

/** The DNS record that proves a name to AWS. Known only after the certificate is asked for. */
export interface ValidationRecord {
  /** Fully qualified, without the final dot. */
  readonly name: string;
  readonly type: "CNAME";
  /** Fully qualified, without the final dot. */
  readonly value: string;
}

/**
 * A public TLS certificate of AWS Certificate Manager, proved by DNS and renewed by AWS as long as
 * the validation records stand.
 *
 * It makes the certificate; the zone's owner makes the records, wherever the zone is.
 */
export class Certificate extends Construct {
  readonly certificate: AcmCertificate;
  readonly names: readonly string[];
  /** Region that was asked for. Left out where it is the stack's. */
  readonly region?: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    check(this, nameFindings(props.names));
    this.names = props.names;
    this.region = props.region ?? props.overrides?.certificate?.region;
    const [subject, ...others] = props.names;
    this.certificate = new AcmCertificate(this, "Default", {
      domainName: subject,
      subjectAlternativeNames: others.length > 0 ? others : undefined,
      keyAlgorithm: "EC_prime256v1",
      ...props.overrides?.certificate,
      region: this.region,
      validationMethod: "DNS",
      // A listener holds on to its certificate: the new one must be there before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** The record that proves one of the names. A wildcard shares the record of the name below it. */
  validationRecord(name: string): ValidationRecord {
    check(this, [
      must(this.names.includes(name), "name", `be one of ${this.names.join(", ")}`, name),
    ]);
    const { terraformResourceType, friendlyUniqueId } = this.certificate;
    const options = `${terraformResourceType}.${friendlyUniqueId}.domain_validation_options`;
    // The options are a set and have no positions: the name picks.
    const pick = (field: string) =>
      `\${trimsuffix(one([for option in ${options} : option.${field} if option.domain_name == "${name}"]), ".")}`;
    return {
      name: pick("resource_record_name"),
      type: "CNAME",
      value: pick("resource_record_value"),
    };
  }

  /**
   * The certificate's ARN, once AWS has seen the records: what waits for it waits for the proof.
   *
   * @param records what makes the validation records
   */
  validatedArn(records: readonly ITerraformDependable[]): string {
    const validation = new AcmCertificateValidation(this, "validation", {
      region: this.region,
      certificateArn: this.certificate.arn,
      dependsOn: [...records],
    });
    return validation.certificateArn;
  }
}

function nameFindings(names: readonly string[]): Finding[] {
  return [
    must(names.length > 0, "names", "have at least one name"),
    must(names.length <= 10, "names", "have at most 10 names (default quota)", names.length),
    unique("names", names),
    ...names.map((name) =>
      must(
        /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name),
        "names",
        "be lower-case domain names without a final dot",
        name,
      ),
    ),
    // The limit is ACM's for the first name; others may have 253.
    must((names[0]?.length ?? 0) <= 64, "names[0]", "have at most 64 characters", names[0]),
  ];
}

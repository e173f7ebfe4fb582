import { createHash, X509Certificate } from "node:crypto";
import { LbTrustStore } from "@cdktf/provider-aws/lib/lb-trust-store/index.js";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check, type Finding, known, must } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Whose client certificates a load balancer takes. */
export interface ClientTrustProps {
  /** Physical name, at most 32 characters. A change replaces the trust store, and its listener goes over. */
  readonly name: string;

  /** Where AWS reads the authorities from, once at each change: a `Bucket`. Nothing in it is secret. */
  readonly bucket: { readonly name: string; readonly ready?: readonly ITerraformDependable[] };

  /**
   * The authorities in PEM, one below the other, none of them secret. A change is made in place, and holds for
   * the next connection: let an authority that goes have signed nothing that is still shown.
   */
  readonly authorities: string;
}

const BLOCK = /-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g;

/** Whose client certificates a load balancer takes: `tls.clientTrustStoreArn`. */
export class ClientTrust extends Construct {
  readonly trustStore: LbTrustStore;

  constructor(scope: Construct, id: string, props: ClientTrustProps) {
    super(scope, id);
    const { name, bucket, authorities } = props;
    check(this, [
      nameProblem("name", "trust-store", name),
      ...authorityProblems("authorities", authorities),
    ]);
    const content = `${authorities.trim()}\n`;
    const object = new S3Object(this, "authorities", {
      bucket: bucket.name,
      // Other authorities are another object: AWS reads it at a change of its name alone.
      key: `client-trust/${createHash("sha256").update(content).digest("hex").slice(0, 16)}.pem`,
      content,
      contentType: "application/x-pem-file",
      dependsOn: bucket.ready && [...bucket.ready],
    });
    this.trustStore = new LbTrustStore(this, "Default", {
      name,
      caCertificatesBundleS3Bucket: bucket.name,
      caCertificatesBundleS3Key: object.key,
      // AWS deletes none that a listener asks by: the listener lets go of it first.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** For `tls.clientTrustStoreArn`. */
  get arn(): string {
    return this.trustStore.arn;
  }
}

/** Everything that is wrong with authorities in PEM. */
export function authorityProblems(prop: string, pem: string): Finding[] {
  if (!known(pem)) return [must(false, prop, "be known at synth")];
  const blocks = [...pem.matchAll(BLOCK)];
  const kinds = new Set(blocks.map(([, kind]) => kind));
  const rest = pem.replace(BLOCK, "").trim();
  if (kinds.size !== 1 || !kinds.has("CERTIFICATE") || rest !== "") {
    const secret = [...kinds].some((kind) => kind?.includes("PRIVATE KEY"));
    const cure = secret ? "the key stays with who signs: it is a secret" : undefined;
    return [must(false, prop, "be certificates in PEM and nothing else", undefined, cure)];
  }
  return blocks.map(([block], index) =>
    must(
      isAuthority(block),
      prop,
      `hold certificates of authorities alone: number ${index + 1} is none, or is cut`,
    ),
  );
}

function isAuthority(pem: string): boolean {
  try {
    return new X509Certificate(pem).ca;
  } catch {
    return false;
  }
}

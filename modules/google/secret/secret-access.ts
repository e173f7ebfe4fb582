import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js";
import { atLeast, check, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";

/** Whether a version is named by its number. */
export const PINNED: PerStage<boolean> = { dev: false, prod: true };

/** A secret by its names. */
export interface SecretAddress extends ModuleProps {
  /** Id in the project, at most 255 characters. Changing it makes an empty one and loses the values. */
  readonly name: string;

  /** Project id. Changing it makes an empty one and loses the values. */
  readonly project: string;
}

/**
 * A secret as those who read it see it: made by `Secret`, or known by its names through
 * `Secret.fromExisting`.
 */
export abstract class SecretAccess extends Construct {
  /** `projects/<project>/secrets/<name>`, from the names alone. */
  readonly path: string;

  private readonly pinned: boolean;

  constructor(scope: Construct, id: string, { stage, name, project }: SecretAddress) {
    super(scope, id);
    this.path = `projects/${project}/secrets/${name}`;
    this.pinned = PINNED[stage];
  }

  protected abstract get secretId(): string;

  /**
   * A version by its number: `projects/<project>/secrets/<name>/versions/3`. `latest` is for dev: a
   * machine that starts again would take a value that was never tried, and there is no going back.
   */
  version(version: number | "latest"): string {
    check(this, [
      must(version !== "latest" || !this.pinned, "version", "be a number in prod", version),
      typeof version === "number" && atLeast("version", version, 1),
    ]);
    return `${this.path}/versions/${version}`;
  }

  /** Lets `reader` read every version: `roles/secretmanager.secretAccessor` on this secret. */
  grantRead(reader: GoogleGrantee): void {
    this.grant("read", reader, "roles/secretmanager.secretAccessor");
  }

  /** Lets `adder` add versions: `roles/secretmanager.secretVersionAdder` on this secret. It reads none. */
  grantAdd(adder: GoogleGrantee): void {
    this.grant("add", adder, "roles/secretmanager.secretVersionAdder");
  }

  private grant(job: string, { key, member }: GoogleGrantee, role: string): void {
    const { secretId } = this;
    new SecretManagerSecretIamMember(this, `${job}-${key}`, { secretId, role, member });
  }
}

/** A secret that another stack made. It makes nothing but grants, which live with their grantee. */
export class ExistingSecret extends SecretAccess {
  protected get secretId(): string {
    return this.path;
  }
}

import {
  ServiceAccount as GoogleServiceAccount,
  type ServiceAccountConfig,
} from "@cdktf/provider-google/lib/service-account/index.js";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";

export interface ServiceAccountProps {
  /** First part of the e-mail address, 6 to 30 characters. Changing it makes another account. */
  readonly name: string;

  /** Project that the account belongs to. Part of the e-mail address; replaces the account. */
  readonly project: string;

  /** Who acts with it and what for, 10 to 256 characters. A change is made in place. */
  readonly purpose: string;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly account?: Partial<ServiceAccountConfig> };
}

/**
 * An identity of a machine or a job, with no rights of its own and no key: what it may do is
 * granted by the things that it works on.
 */
export class ServiceAccount extends Construct implements GoogleGrantee {
  readonly account: GoogleServiceAccount;
  readonly key: string;
  /** Computed from the names, so that grants need not wait for an apply to be read. */
  readonly email: string;

  constructor(scope: Construct, id: string, props: ServiceAccountProps) {
    super(scope, id);
    const { name, project, purpose, overrides } = props;
    check(this, [
      nameProblem("name", "google-service-account", name),
      must(
        purpose.length >= 10 && purpose.length <= 256,
        "purpose",
        "have 10 to 256 characters",
        purpose,
      ),
    ]);
    this.key = id;
    this.email = serviceAccountEmail(name, project);
    this.account = new GoogleServiceAccount(this, "Default", {
      displayName: name,
      description: purpose,
      ...overrides?.account,
      accountId: name,
      project,
    });
  }

  /**
   * Lets `caller` from outside act as this account: `roles/iam.workloadIdentityUser` on it. For jobs that
   * work with what knows no identities of a pool; others are granted their rights themselves.
   */
  grantActAs({ key, member }: GoogleGrantee): void {
    new ServiceAccountIamMember(this, `act-as-${key}`, {
      serviceAccountId: this.account.name,
      role: "roles/iam.workloadIdentityUser",
      member,
    });
  }

  /** IAM member; grants that use it are made after the account. */
  get member(): string {
    return this.account.member;
  }

  /** Numeric id that Google gives: what other clouds trust. Known at apply. */
  get uniqueId(): string {
    return this.account.uniqueId;
  }
}

/** The e-mail address of a service account, from its names alone. */
export function serviceAccountEmail(name: string, project: string): string {
  return `${name}@${project}.iam.gserviceaccount.com`;
}

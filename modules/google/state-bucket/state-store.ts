import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";

/** One role on the bucket, on the objects that a condition picks. */
interface Right {
  readonly key: string;
  readonly role: string;
  readonly title?: string;
  readonly expression?: string;
}

/** A bucket of states as grants see it, made here or elsewhere. */
export abstract class StateStore extends Construct {
  /** Physical name of the bucket. */
  abstract readonly name: string;

  /**
   * Lets `to` plan: `roles/storage.legacyBucketReader` (names, no contents);
   * `roles/storage.objectViewer` below the prefix; `roles/storage.objectUser` on the locks there.
   *
   * @param keyPrefix first part of the names, ends in `/`: `shared/`
   */
  grantPlan(to: GoogleGrantee, keyPrefix: string): void {
    this.grant("plan", to, [
      NAMES,
      {
        key: "states",
        role: "roles/storage.objectViewer",
        title: "states-below-prefix",
        expression: this.below(keyPrefix),
      },
      {
        key: "locks",
        role: "roles/storage.objectUser",
        title: "locks-below-prefix",
        expression: `${this.below(keyPrefix)} && resource.name.endsWith(".tflock")`,
      },
    ]);
  }

  /**
   * Lets `to` plan and apply: `roles/storage.legacyBucketReader` and `roles/storage.objectUser`
   * below the prefix. The service has no right to overwrite that is not one to delete; what is
   * deleted stays as a version.
   *
   * @param keyPrefix first part of the names, ends in `/`: `shared/`
   */
  grantState(to: GoogleGrantee, keyPrefix: string): void {
    this.grant("state", to, [
      NAMES,
      {
        key: "states",
        role: "roles/storage.objectUser",
        title: "states-below-prefix",
        expression: this.below(keyPrefix),
      },
    ]);
  }

  private below(keyPrefix: string): string {
    const words = "be lower-case letters, digits and hyphens, and end in /";
    check(this, [matching("keyPrefix", keyPrefix, /^([a-z0-9-]+\/)+$/, words)]);
    const objects = `projects/_/buckets/${this.name}/objects/${keyPrefix}`;
    return `resource.type == "storage.googleapis.com/Object" && resource.name.startsWith("${objects}")`;
  }

  private grant(job: string, { key, member }: GoogleGrantee, rights: readonly Right[]): void {
    for (const { key: right, role, title, expression } of rights) {
      new StorageBucketIamMember(this, `${job}-${right}-${key}`, {
        bucket: this.name,
        role,
        member,
        condition: title && expression ? { title, expression } : undefined,
      });
    }
  }
}

const NAMES: Right = { key: "names", role: "roles/storage.legacyBucketReader" };

export interface ExistingStateBucketProps {
  /** Physical name of the bucket. A change moves every grant to another bucket. */
  readonly name: string;
}

/** A state bucket that another stack makes, by its name. Makes nothing but grants. */
export class ExistingStateBucket extends StateStore {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ExistingStateBucketProps) {
    super(scope, id);
    check(this, [nameProblem("name", "google-bucket", props.name)]);
    this.name = props.name;
  }
}

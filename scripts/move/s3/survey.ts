import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
} from "@aws-sdk/client-s3";
import type { Bucket } from "./bucket.ts";
import { deniesWrites, letsAnybodyWrite, type Policy } from "./policy.ts";
import { isDenied, isNothing } from "./refusal.ts";

/** How a bucket is set. What we may not ask is as if it were not set, and its right stands in `unknown`. */
export interface Survey {
  readonly region: string | undefined;
  /** `Enabled`, `Suspended`; nothing where it never was. */
  readonly versioning: string | undefined;
  /** `30 days (GOVERNANCE)`; nothing where new objects are not kept by force. */
  readonly objectLock: string | undefined;
  /** ARN or id of the key of KMS that new objects get; nothing where S3's own key does it. */
  readonly kmsKey: string | undefined;
  readonly requesterPays: boolean;
  /** Objects have lists of who may do what. */
  readonly hasAcls: boolean;
  /** Anybody may write, by policy or by ACL. */
  readonly isPublic: boolean;
  /** Its policy lets nobody write. */
  readonly deniesWrites: boolean;
  /** Rights without which something of this is not known. */
  readonly unknown: readonly string[];
}

/** Asks a bucket how it is set. */
export async function survey(bucket: Bucket): Promise<Survey> {
  const { unknown, ...answers } = await answersOf(bucket);
  const { lock, encryption, owners, payment, policy, acl, shut } = answers;
  const { Mode, Days, Years } = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const by = rule?.ApplyServerSideEncryptionByDefault;
  const isForEverybody = (acl?.Grants ?? []).some(
    ({ Grantee, Permission }) =>
      /\/(AllUsers|AuthenticatedUsers)$/.test(Grantee?.URI ?? "") &&
      (Permission === "WRITE" || Permission === "FULL_CONTROL"),
  );
  const name = bucket.place.bucket;
  const { RestrictPublicBuckets, IgnorePublicAcls } = shut?.PublicAccessBlockConfiguration ?? {};
  return {
    region: answers.head?.BucketRegion,
    versioning: answers.versioning?.Status,
    objectLock: Mode && `${Days ? `${Days} days` : `${Years} years`} (${Mode})`,
    kmsKey: by?.SSEAlgorithm?.startsWith("aws:kms") ? (by.KMSMasterKeyID ?? "aws/s3") : undefined,
    requesterPays: payment?.Payer === "Requester",
    hasAcls: owners?.OwnershipControls?.Rules?.[0]?.ObjectOwnership !== "BucketOwnerEnforced",
    isPublic:
      (letsAnybodyWrite(policy, name) && !RestrictPublicBuckets) ||
      (isForEverybody && !IgnorePublicAcls),
    deniesWrites: deniesWrites(policy, name),
    unknown,
  };
}

/** What the bucket says; nothing where it has nothing of that kind, or we may not ask. */
async function answersOf(bucket: Bucket) {
  const { client } = bucket;
  const at = { Bucket: bucket.place.bucket };
  const unknown: string[] = [];
  const ask = <T>(right: string, call: () => Promise<T>): Promise<T | undefined> =>
    bucket.asking(`asking how it is set (${right})`, async () => {
      try {
        return await call();
      } catch (error) {
        if (isDenied(error)) unknown.push(right);
        else if (!isNothing(error)) throw error;
        return undefined;
      }
    });
  // Whoever may not even list it cannot move it; all else may stay unknown.
  await bucket.list().next();
  const [head, versioning, lock, encryption, payment, owners, policy, acl, shut] =
    await Promise.all([
      ask("s3:ListBucket", () => client.send(new HeadBucketCommand(at))),
      ask("s3:GetBucketVersioning", () => client.send(new GetBucketVersioningCommand(at))),
      ask("s3:GetBucketObjectLockConfiguration", () =>
        client.send(new GetObjectLockConfigurationCommand(at)),
      ),
      ask("s3:GetEncryptionConfiguration", () => client.send(new GetBucketEncryptionCommand(at))),
      ask("s3:GetBucketRequestPayment", () => client.send(new GetBucketRequestPaymentCommand(at))),
      ask("s3:GetBucketOwnershipControls", () =>
        client.send(new GetBucketOwnershipControlsCommand(at)),
      ),
      ask("s3:GetBucketPolicy", async () =>
        policyOf(await client.send(new GetBucketPolicyCommand(at))),
      ),
      ask("s3:GetBucketAcl", () => client.send(new GetBucketAclCommand(at))),
      ask("s3:GetBucketPublicAccessBlock", () => client.send(new GetPublicAccessBlockCommand(at))),
    ]);
  return { head, versioning, lock, encryption, payment, owners, policy, acl, shut, unknown };
}

function policyOf({ Policy: text }: { readonly Policy?: string }): Policy | undefined {
  return text ? JSON.parse(text) : undefined;
}

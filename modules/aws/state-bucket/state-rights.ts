import type { PolicyStatement } from "../iam/index.ts";

/** What rights on states are computed from: names alone, nothing that is known only at apply. */
export interface StatePlace {
  /** `arn:aws:s3:::acme-dev-terraform-state` */
  readonly bucketArn: string;
  /** First part of the keys: `dev/`. */
  readonly keyPrefix: string;
  /** Key of the bucket; left out where S3 manages it. */
  readonly key?: StateKey;
}

/** A key of one's own, by its alias: the id of a key is known only after it was made. */
export interface StateKey {
  /** Any key of the account and region: `arn:aws:kms:eu-west-1:111122223333:key/*`. */
  readonly anyKeyArn: string;
  /** `alias/acme-dev-terraform-state` */
  readonly alias: string;
  readonly region: string;
}

/** What a plan needs: see the names of all states, read those below the prefix, hold their locks. */
export function planRights(place: StatePlace): PolicyStatement[] {
  return [
    {
      sid: "ListStates",
      // No condition on the prefix: without the plain right, S3 answers "forbidden" where a state
      // is not there yet, and no first apply gets through.
      actions: ["s3:ListBucket"],
      resources: [place.bucketArn],
    },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: [statesOf(place)] },
    {
      sid: "HoldLocks",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [`${statesOf(place)}.tflock`],
    },
    ...keyRights(place),
  ];
}

/** What an apply needs besides: to write states. Not to delete one, nor any version of it. */
export function applyRights(place: StatePlace): PolicyStatement[] {
  return [
    ...planRights(place),
    { sid: "WriteStates", actions: ["s3:PutObject"], resources: [statesOf(place)] },
  ];
}

/** Refuses whatever loses states or opens them, to someone who may do everything else in S3. */
export function refusedChanges({ bucketArn, key }: StatePlace): PolicyStatement[] {
  return [
    {
      sid: "KeepStateBucket",
      effect: "Deny",
      actions: [
        "s3:BypassGovernanceRetention",
        "s3:DeleteBucket*",
        "s3:DeleteObjectVersion",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      resources: [bucketArn, `${bucketArn}/*`],
    },
    ...(key ? [keepKey(key)] : []),
  ];
}

function keepKey({ anyKeyArn, alias }: StateKey): PolicyStatement {
  return {
    sid: "KeepStateKey",
    effect: "Deny",
    actions: [
      "kms:CreateGrant",
      "kms:DeleteAlias",
      "kms:DisableKey*",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "kms:UpdateAlias",
    ],
    resources: [anyKeyArn],
    conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
  };
}

function keyRights({ key }: StatePlace): PolicyStatement[] {
  if (!key) return [];
  return [
    {
      sid: "UseStateKey",
      actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      resources: [key.anyKeyArn],
      conditions: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": [key.alias] },
        StringEquals: { "kms:ViaService": [`s3.${key.region}.amazonaws.com`] },
      },
    },
  ];
}

/** The states themselves: a lock ends in `.tflock` and is none of them. */
function statesOf({ bucketArn, keyPrefix }: StatePlace): string {
  return `${bucketArn}/${keyPrefix}*.tfstate`;
}

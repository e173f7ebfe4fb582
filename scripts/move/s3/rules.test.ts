import { describe, expect, it } from "vitest";
import type { Bucket, Listed } from "./bucket.ts";
import { detailsThatDiffer, headOf, md5In } from "./head.ts";
import { isPath, shown } from "./names.ts";
import { POINTS, type Surveyed, warningsOf } from "./points.ts";
import { deniesWrites, letsAnybodyWrite } from "./policy.ts";
import { aclOf } from "./rclone.ts";
import { isThere } from "./there.ts";

const MD5 = '"5d41402abc4b2a76b9719d911017c592"';
const OTHER = '"7d793037a0760186574b0282f2f435e7"';

describe("an ETag", () => {
  it.each([
    ["in one piece", { ETag: MD5 }, MD5.slice(1, -1)],
    ["under S3's own key", { ETag: MD5, ServerSideEncryption: "AES256" }, MD5.slice(1, -1)],
    ["under a key of KMS", { ETag: MD5, ServerSideEncryption: "aws:kms" }, undefined],
    ["under a key of the customer", { ETag: MD5, SSECustomerAlgorithm: "AES256" }, undefined],
    ["in pieces", { ETag: '"5d41402abc4b2a76b9719d911017c592-2"' }, undefined],
  ] as const)(
    "of an object that was put %s is its MD5, or is not taken for one",
    (_, said, md5) => {
      expect(md5In(headOf({ $metadata: {}, ...said }))).toBe(md5);
    },
  );

  it.each([
    ["aws:kms", true],
    ["AES256", false],
  ] as const)("that differs says nothing under %s: %s", async (by, there) => {
    const listed = (etag: string, modified: number): Listed => ({
      ...{ key: "a", size: 5, etag, modified: new Date(modified), storageClass: "STANDARD" },
    });
    const bucket = (ETag: string) => {
      const head = async () => headOf({ $metadata: {}, ETag, ServerSideEncryption: by });
      return { head } as unknown as Bucket;
    };
    const ask = (from: number, to: number) =>
      isThere(bucket(MD5), bucket(OTHER), listed(MD5, from), listed(OTHER, to));
    expect(await ask(1000, 2000)).toBe(there);
    // Written at the source in the same second, or later: it may be another.
    expect(await ask(2000, 2000)).toBe(false);
  });
});

it("takes an object out of an archive for readable only when it was restored", () => {
  const of = (said: object) => headOf({ $metadata: {}, ...said }).isArchived;
  expect(of({ StorageClass: "DEEP_ARCHIVE" })).toBe(true);
  expect(of({ StorageClass: "GLACIER", Restore: 'ongoing-request="true"' })).toBe(true);
  expect(of({ StorageClass: "GLACIER", Restore: 'ongoing-request="false", expiry-date="x"' })).toBe(
    false,
  );
  expect(of({ StorageClass: "INTELLIGENT_TIERING", ArchiveStatus: "ARCHIVE_ACCESS" })).toBe(true);
  expect(of({ StorageClass: "INTELLIGENT_TIERING" })).toBe(false);
});

it("does not count what rclone writes for itself, where people have not", () => {
  const head = (Metadata: Record<string, string>) => headOf({ $metadata: {}, Metadata });
  expect(detailsThatDiffer(head({}), head({ mtime: "1", md5chksum: "x" }))).toEqual([]);
  expect(detailsThatDiffer(head({ mtime: "1" }), head({ mtime: "2" }))).toEqual([
    "x-amz-meta-mtime",
  ]);
  expect(detailsThatDiffer(head({ by: "us" }), head({}))).toEqual(["x-amz-meta-by"]);
});

it.each([
  ["a/b c.jpg", true, '"a/b c.jpg"'],
  ["日本語", true, '"日本語"'],
  ["a//b", false, "a//b"],
  ["a/", false, "a/"],
  ["../a", false, "../a"],
  ["new\nline", false, '"new\\nline"'],
  ["full／width", false, '"full／width"'],
])("knows whether rclone can carry %j: %s", (key, can, name) => {
  expect([isPath(key), shown(key)]).toEqual([can, name]);
});

it.each([
  ["Deny", "*", ["s3:PutObject", "s3:DeleteObject"], "arn:aws:s3:::b/*", undefined, true, false],
  ["Deny", { AWS: "*" }, "s3:*", "*", undefined, true, false],
  ["Deny", "*", "s3:PutObject", "arn:aws:s3:::b/*", undefined, false, false],
  ["Deny", "*", "s3:*", "arn:aws:s3:::b/uploads/*", undefined, false, false],
  ["Deny", "*", "s3:*", "arn:aws:s3:::b/*", { Bool: {} }, false, false],
  ["Allow", "*", "s3:Put*", "arn:aws:s3:::b/*", undefined, false, true],
  ["Allow", { AWS: "arn:aws:iam::1:root" }, "s3:*", "*", undefined, false, false],
] as const)(
  "reads who may write from a policy: %s %j %j %s %j",
  (Effect, Principal, Action, Resource, Condition, denies, lets) => {
    const policy = { Statement: [{ Effect, Principal, Action, Resource, Condition }] };
    expect([deniesWrites(policy, "b"), letsAnybodyWrite(policy, "b")]).toEqual([denies, lets]);
  },
);

it("sends an ACL only by an rclone that always does", () => {
  expect([aclOf(1060), aclOf(1061)]).toEqual(["bucket-owner-full-control", undefined]);
});

const SET = {
  ...{ region: "eu-west-1", versioning: "Enabled", objectLock: undefined, kmsKey: undefined },
  ...{ requesterPays: false, hasAcls: false, isPublic: false, deniesWrites: false, unknown: [] },
};
const GOOD: Surveyed = {
  plan: {
    source: { bucket: "old", region: "eu-west-1" },
    target: { bucket: "new", region: "eu-west-1" },
  },
  ...{ move: "media", source: { ...SET, versioning: undefined }, target: SET },
  contents: { objects: 1, bytes: 1, classes: {}, archived: [], uncarried: [], oneByOne: 0 },
  ...{ held: [], marker: undefined, sourceMarker: undefined, rclone: 1060, denied: [] },
};

it("finds nothing in the way of a bucket that is set as it should be", () => {
  expect(POINTS.flatMap(({ judge }) => judge(GOOD)).filter(Boolean)).toEqual([]);
  expect(warningsOf(GOOD)).toEqual([]);
});

it.each<[Partial<Surveyed>, string]>([
  [{ rclone: undefined }, "rclone is not on PATH: install rclone 1.60 or later"],
  [{ rclone: 1053 }, "rclone is 1.53: install 1.60 or later"],
  [
    { marker: { move: "other", source: "s3://old" } },
    "the target belongs to the move other of s3://old: name another target",
  ],
  [
    { sourceMarker: { move: "media", source: "s3://new" } },
    "this move fills the source from the target: source and target stand the wrong way round",
  ],
  [
    { source: { ...SET, requesterPays: true } },
    "who reads of the source pays for it: say requesterPays: true where that is meant",
  ],
  [
    { contents: { ...GOOD.contents, uncarried: ["a//b"] } },
    "1 object (a//b) of the source have more than 5 GiB and a name that is no path: give them another name there",
  ],
])("tells what is in the way: %j", (found, said) => {
  const all = POINTS.flatMap(({ judge }) => judge({ ...GOOD, ...found }));
  expect(all.filter(Boolean)).toEqual([said]);
});

it("tells what is not brought, and what is not known", () => {
  const source = { ...SET, objectLock: "30 days (GOVERNANCE)", unknown: ["s3:GetBucketPolicy"] };
  const target = { ...SET, versioning: undefined, objectLock: "1 years (COMPLIANCE)" };
  const contents = { ...GOOD.contents, objects: 0 };
  expect(warningsOf({ ...GOOD, source, target, contents })).toEqual([
    "the source holds nothing",
    "the source keeps old versions: only what stands there now is brought",
    "the target keeps no old versions: what is written over there is gone",
    "the source keeps objects by force for 30 days (GOVERNANCE): how long and legal holds are not brought",
    "the target keeps by force what is brought, for 1 years (COMPLIANCE): it cannot be emptied before",
    "not known, for want of rights: s3:GetBucketPolicy of the source",
  ]);
});

import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { federatedGrantee, groupGrantee, serviceAccountGrantee } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import { BackupBucket, type BackupTarget } from "./index.ts";

const WRITER = serviceAccountGrantee("host", "host@acme-dev.iam.gserviceaccount.com");
const RESTORER = serviceAccountGrantee("drill", "drill@acme-dev.iam.gserviceaccount.com");
const INSPECTOR = serviceAccountGrantee("watch", "watch@acme-dev.iam.gserviceaccount.com");
const WAIVER = { reason: "A broken dump must go", owner: "platform", until: "2027-03-31" };

function made(act: (bucket: BackupBucket) => void) {
  return synth((stack) => {
    const location = { region: "europe-west1" };
    act(new BackupBucket(stack, "backups", { stage: "dev", name: "acme-dev-backups", location }));
  });
}

const grants = (act: (bucket: BackupBucket) => void) =>
  Object.values(resourcesOf(made(act), "google_storage_bucket_iam_member"));

describe("grants", () => {
  it("split writer, restorer and inspector in one call, each with one role on this bucket", () => {
    const all = grants((bucket) =>
      bucket.grantRoles({ writer: WRITER, restorer: RESTORER, inspector: INSPECTOR }),
    );
    const on = "${google_storage_bucket.backups.name}";
    expect(all).toHaveLength(3);
    expect(all).toEqual(
      expect.arrayContaining([
        { bucket: on, role: "roles/storage.objectCreator", member: WRITER.member },
        { bucket: on, role: "roles/storage.objectViewer", member: RESTORER.member },
        { bucket: on, role: "roles/storage.legacyBucketReader", member: INSPECTOR.member },
      ]),
    );
  });

  it("give the writer no role that reads or deletes, so a broken-into host loses no dump", () => {
    const roles = grants((bucket) => bucket.grantWrite(WRITER)).map(({ role }) => role);
    expect(roles).toEqual(["roles/storage.objectCreator"]);
  });

  it("are bound to the bucket, never to the project", () => {
    const types = Object.keys(
      made((bucket) => bucket.grantRoles({ writer: WRITER, restorer: RESTORER })).resource,
    );
    expect(types).toEqual(["google_storage_bucket", "google_storage_bucket_iam_member"]);
  });

  it("take a caller on AWS without any key", () => {
    const pool = { projectNumber: "123456789012", poolId: "acme-dev-callers" };
    const role = "arn:aws:sts::111122223333:assumed-role/nightly-backup";
    const caller = federatedGrantee("aws-backup", pool, "aws_role", role);
    const template = made((bucket) => bucket.grantWrite(caller));
    expect(only(template, "google_storage_bucket_iam_member").member).toBe(caller.member);
    expect(JSON.stringify(template)).not.toContain("hmac");
  });

  it("let a person repair the bucket until the end of a day", () => {
    const person = groupGrantee("on-call", "on-call@example.com");
    const [grant] = grants((bucket) => bucket.grantBreakGlass(person, WAIVER));
    expect(grant).toMatchObject({
      role: "roles/storage.objectAdmin",
      member: "group:on-call@example.com",
      condition: {
        title: "break-glass-until-2027-03-31",
        description: "platform: A broken dump must go",
        expression: 'request.time < timestamp("2027-03-31T23:59:59Z")',
      },
    });
  });

  it("refuse one identity for two jobs", () => {
    const same = serviceAccountGrantee("drill", "host@acme-dev.iam.gserviceaccount.com");
    expect(
      refusal(() => made((bucket) => bucket.grantRoles({ writer: WRITER, restorer: same }))),
    ).toBe(
      'test/backups: the grantee of restore must not be the grantee of write as well, got "drill"; or who breaks into one host can both read and replace the dumps',
    );
  });

  it("refuse to break glass without a reason, an owner and a day", () => {
    const waiver = { reason: "", owner: "", until: "soon" };
    expect(refusal(() => made((bucket) => bucket.grantBreakGlass(RESTORER, waiver)))).toBe(
      [
        'test/backups: breakGlass.reason must say why in 10 to 200 characters, got ""',
        'test/backups: breakGlass.owner must name a team or a person, got ""',
        'test/backups: breakGlass.until must be a day such as 2027-03-31, got "soon"',
      ].join("\n"),
    );
  });
});

it("tells the backup script all that it needs, and no secret", () => {
  const found: BackupTarget[] = [];
  made((bucket) => found.push(bucket.target(WRITER)));
  expect(found[0]).toEqual({
    bucket: expect.stringMatching(/^\$\{TfToken/),
    prefixes: { daily: "daily/" },
    keyId: undefined,
    maxAgeHours: 26,
    writer: WRITER.member,
  });
});

import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { serviceAccountGrantee } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import { DEFAULTS, StateBucket, type StateBucketProps, type StateStore } from "./index.ts";

const DEV: StateBucketProps = {
  stage: "dev",
  name: "acme-dev-terraform-state",
  project: "acme-dev",
  location: "europe-west1",
};
const CI = serviceAccountGrantee("ci", "ci@acme-dev.iam.gserviceaccount.com");

const make = (props: StateBucketProps) => synth((stack) => new StateBucket(stack, "state", props));
const bucket = (props: StateBucketProps) => only(make(props), "google_storage_bucket");

describe("the bucket", () => {
  it.each(["dev", "prod"] as const)(
    "is refused to every plan that would destroy it in %s",
    (stage) => {
      expect(bucket({ ...DEV, stage })).toMatchObject({
        force_destroy: false,
        lifecycle: { prevent_destroy: true },
      });
    },
  );

  it("keeps its address: changing it loses every state of the environment", () => {
    expect(addresses(make(DEV))).toEqual(["google_storage_bucket.state"]);
  });

  it.each([
    ["dev", 90, 10, 7],
    ["prod", 365, 50, 30],
  ] as const)(
    "keeps versions in %s for %i days and the newest %i, deleted ones for %i days",
    (stage, days, versions, softDays) => {
      expect(bucket({ ...DEV, stage })).toMatchObject({
        versioning: { enabled: true },
        soft_delete_policy: { retention_duration_seconds: softDays * 86_400 },
        lifecycle_rule: [
          {
            action: { type: "Delete" },
            condition: {
              days_since_noncurrent_time: days,
              num_newer_versions: versions,
              with_state: "ARCHIVED",
            },
          },
          { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 1 } },
        ],
      });
    },
  );

  it("is private, whatever is overridden", () => {
    const open = {
      publicAccessPrevention: "inherited",
      uniformBucketLevelAccess: false,
      versioning: { enabled: false },
      forceDestroy: true,
      labels: { team: "platform" },
      lifecycle: { preventDestroy: false },
    };
    expect(bucket({ ...DEV, overrides: { bucket: open } })).toMatchObject({
      location: "EUROPE-WEST1",
      public_access_prevention: "enforced",
      uniform_bucket_level_access: true,
      versioning: { enabled: true },
      force_destroy: false,
      labels: { team: "platform" },
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has the same defaults in its constant", () => {
    expect(DEFAULTS).toEqual({
      keepDays: { dev: 90, prod: 365 },
      keepVersions: { dev: 10, prod: 50 },
      softDeleteDays: { dev: 7, prod: 30 },
    });
  });

  it("refuses versions and deleted states that go too soon, all at once", () => {
    const props = { ...DEV, name: "State", location: "", keepDays: 1, keepVersions: 0 };
    expect(refusal(() => make({ ...props, softDeleteDays: 0 }))).toBe(
      [
        'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (google bucket), got "State"',
        'location must be a region or a multi-region, got ""',
        "keepDays must be at least 30, got 1",
        "keepVersions must be 1 to 100, got 0",
        "softDeleteDays must be 7 to 90, got 0",
      ]
        .map((line) => `test/state: ${line}`)
        .join("\n"),
    );
  });
});

describe("a grant", () => {
  const BELOW =
    'resource.type == "storage.googleapis.com/Object" && resource.name.startsWith("projects/_/buckets/acme-dev-terraform-state/objects/dev/")';
  const rights = (act: (store: StateStore) => void) => {
    const name = "acme-dev-terraform-state";
    const template = synth((stack) => act(StateBucket.fromExisting(stack, "state", { name })));
    expect(Object.keys(template.resource)).toEqual(["google_storage_bucket_iam_member"]);
    const members = Object.values(resourcesOf(template, "google_storage_bucket_iam_member"));
    return members.map(({ role, condition }) => [role, condition?.expression]);
  };

  it("to plan reads below the prefix and holds the locks there", () => {
    expect(rights((store) => store.grantPlan(CI, "dev/"))).toEqual([
      ["roles/storage.objectUser", `${BELOW} && resource.name.endsWith(".tflock")`],
      ["roles/storage.legacyBucketReader", undefined],
      ["roles/storage.objectViewer", BELOW],
    ]);
  });

  it("to apply writes below the prefix and nowhere else", () => {
    expect(rights((store) => store.grantState(CI, "dev/"))).toEqual([
      ["roles/storage.legacyBucketReader", undefined],
      ["roles/storage.objectUser", BELOW],
    ]);
  });

  it("refuses a prefix that reaches further", () => {
    expect(refusal(() => rights((store) => store.grantState(CI, "dev")))).toBe(
      'test/state: keyPrefix must be lower-case letters, digits and hyphens, and end in /, got "dev"',
    );
  });
});

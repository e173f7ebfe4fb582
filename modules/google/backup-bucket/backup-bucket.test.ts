import { type Attributes, addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { BackupBucket, type BackupBucketProps, DEFAULTS } from "./index.ts";

const DEV: BackupBucketProps = {
  stage: "dev",
  name: "acme-dev-backups",
  location: { region: "europe-west1" },
};
const PROD: BackupBucketProps = {
  stage: "prod",
  name: "acme-prod-backups",
  location: { regions: ["europe-west1", "europe-west4"] },
  freshness: { channels: ["projects/acme-prod/notificationChannels/1"] },
};
const KEY_ID = "projects/acme/locations/europe/keyRings/backups/cryptoKeys/dumps";
const STORAGE_AGENT = "service-123456789012@gs-project-accounts.iam.gserviceaccount.com";

const template = (props: BackupBucketProps) =>
  synth((stack) => {
    new BackupBucket(stack, "backups", props);
  });
const bucket = (props: BackupBucketProps) => only(template(props), "google_storage_bucket");

/** When live dumps are deleted, by the beginning of their names. */
function deletes(props: BackupBucketProps): Record<string, number> {
  const rules: Attributes[] = bucket(props).lifecycle_rule;
  return Object.fromEntries(
    rules
      .filter((rule) => rule.action.type === "Delete")
      .map(({ condition }) => [condition.matches_prefix?.[0] ?? "*", condition.age]),
  );
}

describe("in dev", () => {
  it("has the defaults that the README tells", () => {
    expect(bucket(DEV)).toMatchObject({
      location: "EUROPE-WEST1",
      storage_class: "STANDARD",
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
      versioning: { enabled: false },
      soft_delete_policy: { retention_duration_seconds: 604_800 },
    });
    expect(bucket(DEV).retention_policy).toBeUndefined();
    expect(bucket(DEV).encryption).toBeUndefined();
    expect(deletes(DEV)).toEqual({ "daily/": 7, "*": 7 });
  });

  it("makes the bucket and nothing else", () => {
    expect(addresses(template(DEV))).toEqual(["google_storage_bucket.backups"]);
  });
});

describe("in prod", () => {
  it("has the defaults that the README tells", () => {
    expect(bucket(PROD)).toMatchObject({
      location: "EU",
      custom_placement_config: { data_locations: ["EUROPE-WEST1", "EUROPE-WEST4"] },
      rpo: "DEFAULT",
      storage_class: "STANDARD",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
      versioning: { enabled: false },
      soft_delete_policy: { retention_duration_seconds: 1_209_600 },
      retention_policy: { retention_period: 1_209_600, is_locked: false },
    });
    expect(deletes(PROD)).toEqual({ "daily/": 35, "weekly/": 180, "monthly/": 400, "*": 400 });
  });

  it("keeps versions where no retention holds, and deletes old ones after 30 days", () => {
    const { versioning, lifecycle_rule } = bucket({ ...PROD, retentionDays: 0 });
    expect(versioning).toEqual({ enabled: true });
    expect(lifecycle_rule.at(-1).condition).toEqual({
      days_since_noncurrent_time: 30,
      with_state: "ARCHIVED",
    });
  });
});

it("has the same defaults in its constant", () => {
  const { tiers, ...rest } = DEFAULTS;
  expect(rest).toEqual({
    restoreWindowDays: { dev: 3, prod: 14 },
    retentionDays: { dev: 0, prod: 14 },
    versioning: { dev: false, prod: true },
    noncurrentDays: { dev: 7, prod: 30 },
    softDeleteDays: { dev: 7, prod: 14 },
    minimumRegions: { dev: 1, prod: 2 },
    maxAgeHours: { dev: 26, prod: 26 },
    mustBeWatched: { dev: false, prod: true },
    protect: { dev: false, prod: true },
  });
  expect(Object.keys(tiers.prod)).toEqual(["daily", "weekly", "monthly"]);
});

it("keeps its address: changing it destroys every dump", () => {
  const nested = synth((stack) => {
    new BackupBucket(stack, "backups", PROD);
  });
  expect(Object.keys(resourcesOf(nested, "google_storage_bucket"))).toEqual(["backups"]);
});

it.each([DEV, PROD])("is private whatever the caller overrides, in $stage", (props) => {
  const open = { uniformBucketLevelAccess: false, publicAccessPrevention: "inherited" };
  expect(bucket({ ...props, overrides: { bucket: open } })).toMatchObject({
    uniform_bucket_level_access: true,
    public_access_prevention: "enforced",
  });
});

it("lets an override have the last word on what is not a must", () => {
  const overrides = { bucket: { requesterPays: true, storageClass: "NEARLINE" } };
  expect(bucket({ ...DEV, overrides })).toMatchObject({
    requester_pays: true,
    storage_class: "NEARLINE",
  });
});

it("loses force, prevention and retention together where it is not protected", () => {
  const unprotected = bucket({ ...PROD, protect: false });
  expect(unprotected).toMatchObject({ force_destroy: true, lifecycle: { prevent_destroy: false } });
  expect(unprotected.retention_policy).toBeUndefined();
});

it("writes a soft delete of 0, because leaving it out keeps the server's value", () => {
  expect(bucket({ ...DEV, softDeleteDays: 0 }).soft_delete_policy).toEqual({
    retention_duration_seconds: 0,
  });
});

it("gives the storage agent its key before the bucket, or the service refuses the bucket", () => {
  const encryption = { keyId: KEY_ID, storageAgent: STORAGE_AGENT };
  const made = template({ ...PROD, encryption });
  const [[name, grant]] = Object.entries(resourcesOf(made, "google_kms_crypto_key_iam_member")) as [
    [string, object],
  ];
  expect(grant).toEqual({
    crypto_key_id: KEY_ID,
    role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    member: `serviceAccount:${STORAGE_AGENT}`,
  });
  expect(only(made, "google_storage_bucket")).toMatchObject({
    encryption: { default_kms_key_name: KEY_ID },
    depends_on: [`google_kms_crypto_key_iam_member.${name}`],
  });
});

it("logs access to another bucket", () => {
  const accessLog = { bucket: "acme-prod-logs", prefix: "backups" };
  expect(bucket({ ...PROD, accessLog }).logging).toEqual({
    log_bucket: "acme-prod-logs",
    log_object_prefix: "backups",
  });
});

it("lets in only the addresses named, and Google's own agents", () => {
  const network = "projects/acme-dev/global/networks/main";
  const allowedSources = {
    publicRanges: ["203.0.113.0/24"],
    networks: [{ network, ranges: ["10.20.0.0/16"] }],
  };
  expect(bucket({ ...DEV, allowedSources }).ip_filter).toEqual({
    mode: "Enabled",
    allow_all_service_agent_access: true,
    public_network_source: { allowed_ip_cidr_ranges: ["203.0.113.0/24"] },
    vpc_network_sources: [{ network, allowed_ip_cidr_ranges: ["10.20.0.0/16"] }],
  });
});

it("locks the retention for ever, for a reason that everyone can read", () => {
  const lockRetention = { reason: "Auditors ask for it, 2027", confirm: "acme-prod-backups" };
  expect(bucket({ ...PROD, lockRetention })).toMatchObject({
    retention_policy: { is_locked: true },
    labels: { "retention-locked": "auditors_ask_for_it_2027" },
  });
});

it("keeps versions under a retention only for a reason, and without soft delete", () => {
  const versioning = { reason: "An agreed audit asks for both" };
  expect(bucket({ ...PROD, versioning, softDeleteDays: 0 })).toMatchObject({
    versioning: { enabled: true },
    labels: { "versions-and-retention": "an_agreed_audit_asks_for_both" },
  });
});

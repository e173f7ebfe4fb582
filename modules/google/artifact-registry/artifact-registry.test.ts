import { type Attributes, addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { ArtifactRegistry, type ArtifactRegistryProps, DEFAULTS } from "./index.ts";

const DEV: ArtifactRegistryProps = {
  stage: "dev",
  name: "music-graph-dev",
  project: "acme-shared",
  location: "europe-west1",
  inUse: { tags: ["in-use-dev"] },
};
const DIGEST = `sha256:${"a".repeat(64)}`;
const PROD: ArtifactRegistryProps = {
  stage: "prod",
  name: "music-graph-release",
  project: "acme-shared",
  location: "europe-west1",
  inUse: { digests: [DIGEST] },
};
const KEY_ID = "projects/acme/locations/europe-west1/keyRings/images/cryptoKeys/images";
const REGISTRY_AGENT = "service-123456789012@gcp-sa-artifactregistry.iam.gserviceaccount.com";

const template = (props: ArtifactRegistryProps) =>
  synth((stack) => {
    new ArtifactRegistry(stack, "images", props);
  });
const repository = (props: ArtifactRegistryProps) =>
  only(template(props), "google_artifact_registry_repository");

/** The policies by id. */
const policies = (props: ArtifactRegistryProps): Record<string, Attributes> =>
  Object.fromEntries(
    repository(props).cleanup_policies.map(({ id, ...policy }: Attributes) => [id, policy]),
  );

describe("in dev", () => {
  it("has the defaults that the README tells", () => {
    expect(repository(DEV)).toMatchObject({
      repository_id: "music-graph-dev",
      format: "DOCKER",
      mode: "STANDARD_REPOSITORY",
      docker_config: { immutable_tags: false },
      cleanup_policy_dry_run: false,
      vulnerability_scanning_config: { enablement_config: "INHERITED" },
      lifecycle: { prevent_destroy: false },
    });
  });

  it("deletes untagged and old dev images, and keeps the last ten and what is in use", () => {
    expect(policies(DEV)).toEqual({
      "delete-untagged": {
        action: "DELETE",
        condition: { tag_state: "UNTAGGED", older_than: "604800s" },
      },
      "delete-dev-builds": {
        action: "DELETE",
        condition: { tag_state: "TAGGED", tag_prefixes: ["dev-"], older_than: "2592000s" },
      },
      "keep-recent": { action: "KEEP", most_recent_versions: { keep_count: 10 } },
      "keep-in-use-tags": {
        action: "KEEP",
        condition: { tag_state: "TAGGED", tag_prefixes: ["in-use-dev"] },
      },
    });
  });
});

describe("in prod", () => {
  it("has the defaults that the README tells, and begins with a dry run", () => {
    expect(repository(PROD)).toMatchObject({
      docker_config: { immutable_tags: true },
      cleanup_policy_dry_run: true,
      vulnerability_scanning_config: { enablement_config: "INHERITED" },
      lifecycle: { prevent_destroy: true },
    });
  });

  it("deletes untagged images only, and keeps releases, the last twenty and what is in use", () => {
    expect(policies(PROD)).toEqual({
      "delete-untagged": {
        action: "DELETE",
        condition: { tag_state: "UNTAGGED", older_than: "2592000s" },
      },
      "keep-releases": { action: "KEEP", condition: { tag_state: "TAGGED", tag_prefixes: ["v"] } },
      "keep-recent": { action: "KEEP", most_recent_versions: { keep_count: 20 } },
      "keep-in-use-digests": {
        action: "KEEP",
        condition: { tag_state: "ANY", version_name_prefixes: [DIGEST] },
      },
    });
  });

  it("deletes once somebody has read the log of the dry run, and says who", () => {
    const read = { ...PROD, dryRun: { logOf: "2027-03-31", readBy: "platform" } };
    expect(repository(read)).toMatchObject({
      cleanup_policy_dry_run: false,
      labels: { "dry-run-read": "2027-03-31_platform" },
    });
  });
});

it("has the same defaults in its constant", () => {
  const { cleanup, ...rest } = DEFAULTS;
  expect(rest).toEqual({
    immutableTags: { dev: false, prod: true },
    rollbackDays: { dev: 7, prod: 30 },
    dryRun: { dev: false, prod: true },
    protect: { dev: false, prod: true },
  });
  expect(Object.keys(cleanup.dev)).toEqual(["delete-untagged", "delete-dev-builds", "keep-recent"]);
  expect(Object.keys(cleanup.prod)).toEqual(["delete-untagged", "keep-releases", "keep-recent"]);
});

it("keeps its address: changing it destroys every image", () => {
  expect(addresses(template(PROD))).toEqual(["google_artifact_registry_repository.images"]);
});

it("gives the service agent its key before the repository", () => {
  const made = template({ ...PROD, encryption: { keyId: KEY_ID, registryAgent: REGISTRY_AGENT } });
  const [[name, grant]] = Object.entries(resourcesOf(made, "google_kms_crypto_key_iam_member")) as [
    [string, object],
  ];
  expect(grant).toEqual({
    crypto_key_id: KEY_ID,
    role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    member: `serviceAccount:${REGISTRY_AGENT}`,
  });
  expect(only(made, "google_artifact_registry_repository")).toMatchObject({
    kms_key_name: KEY_ID,
    depends_on: [`google_kms_crypto_key_iam_member.${name}`],
  });
});

it("is not scanned for a reason that everyone can read", () => {
  const scanning = { reason: "Scanned by the pipeline already" };
  expect(repository({ ...DEV, scanning })).toMatchObject({
    vulnerability_scanning_config: { enablement_config: "DISABLED" },
    labels: { unscanned: "scanned_by_the_pipeline_already" },
  });
});

it("holds other formats, in which nothing is deleted and no tag is immutable", () => {
  const packages = repository({ ...PROD, format: "npm", inUse: undefined });
  expect(packages).toMatchObject({ format: "NPM", cleanup_policies: [] });
  expect(packages.docker_config).toBeUndefined();
});

it("lets an override have the last word, but not on its protection", () => {
  const repositoryOverride = { description: "by hand", lifecycle: { preventDestroy: false } };
  expect(repository({ ...PROD, overrides: { repository: repositoryOverride } })).toMatchObject({
    description: "by hand",
    lifecycle: { prevent_destroy: true },
  });
});

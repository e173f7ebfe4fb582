import { refusal } from "@groundplan/core/testing/synth";
import { expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { ArtifactRegistry, type ArtifactRegistryProps } from "./index.ts";

const PROD: ArtifactRegistryProps = {
  stage: "prod",
  name: "music-graph-release",
  project: "acme-shared",
  location: "europe-west1",
  inUse: { digests: [`sha256:${"a".repeat(64)}`] },
};
const KEY_ID = "projects/acme/locations/europe-west1/keyRings/images/cryptoKeys/images";
const REGISTRY_AGENT = "service-123456789012@gcp-sa-artifactregistry.iam.gserviceaccount.com";

const REFUSALS: [string, Partial<ArtifactRegistryProps>, string][] = [
  [
    "the name gcr.io, whose host is another repository's",
    { name: "gcr.io" },
    'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (artifact repository), got "gcr.io"',
  ],
  [
    "a project's number, which is no part of an address",
    { project: "123456789012" },
    'project must be a project id, not a number, got "123456789012"',
  ],
  [
    "a zone",
    { location: "europe-west1-b" },
    'location must be a region, or asia, europe or us, got "europe-west1-b"',
  ],
  [
    "to delete in prod before a dry run was read",
    { dryRun: false },
    "dryRun must be true until its log was read, got false; then give { logOf, readBy }",
  ],
  [
    "an acknowledgement without a day",
    { dryRun: { logOf: "yesterday", readBy: "platform" } },
    'dryRun.logOf must be a day such as 2027-03-31, got "yesterday"',
  ],
  [
    "a moving tag in a repository whose tags cannot move",
    { inUse: { tags: ["latest"] } },
    'inUse.tags must be left out where tags are immutable, got ["latest"]; such a tag never moves; name the digests',
  ],
  [
    "immutable tags in a format without them",
    { format: "python", inUse: undefined, immutableTags: true },
    "immutableTags must be false but in docker repositories, got true",
  ],
  [
    "a key that lies elsewhere",
    { encryption: { keyId: KEY_ID.replace("europe-west1", "us"), registryAgent: REGISTRY_AGENT } },
    `encryption.keyId must be a key in europe-west1, where the repository is, got "${KEY_ID.replace("europe-west1", "us")}"`,
  ],
  [
    "to turn scanning off without a word",
    { scanning: { reason: "no" } },
    'scanning.reason must say why in 10 to 200 characters, got "no"',
  ],
];

it.each(REFUSALS)("refuses %s", (_, change, message) => {
  expect(
    refusal(() => synth((stack) => new ArtifactRegistry(stack, "images", { ...PROD, ...change }))),
  ).toBe(`test/images: ${message}`);
});

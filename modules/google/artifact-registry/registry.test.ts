import { addresses, only } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { serviceAccountGrantee } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import {
  ArtifactRegistry,
  type ArtifactRegistryProps,
  imageByDigest,
  registryUrl,
} from "./index.ts";

const DEV: ArtifactRegistryProps = {
  stage: "dev",
  name: "music-graph-dev",
  project: "acme-shared",
  location: "europe-west1",
  inUse: { tags: ["in-use-dev"] },
};
const HOST = serviceAccountGrantee("host", "host@acme-dev.iam.gserviceaccount.com");
const DIGEST = `sha256:${"a".repeat(64)}`;

describe("grants", () => {
  it.each([
    ["grantPull", "roles/artifactregistry.reader"],
    ["grantPush", "roles/artifactregistry.writer"],
  ] as const)("%s gives %s on this repository and nothing else", (grant, role) => {
    const made = synth((stack) => new ArtifactRegistry(stack, "images", DEV)[grant](HOST));
    expect(only(made, "google_artifact_registry_repository_iam_member")).toEqual({
      project: "${google_artifact_registry_repository.images.project}",
      location: "${google_artifact_registry_repository.images.location}",
      repository: "${google_artifact_registry_repository.images.name}",
      role,
      member: HOST.member,
    });
  });
});

describe("addresses", () => {
  it("are computed from names alone, the same as the construct's", () => {
    const { project, location, name } = DEV;
    const url = registryUrl({ project, location, name });
    expect(url).toBe("europe-west1-docker.pkg.dev/acme-shared/music-graph-dev");
    synth((stack) => {
      const registry = new ArtifactRegistry(stack, "images", DEV);
      expect(registry.url).toBe(url);
      expect(registry.image("api", DIGEST)).toBe(imageByDigest(url, "api", DIGEST));
      expect(registry.pushTarget("api", "v1.2.0")).toBe(`${url}/api:v1.2.0`);
    });
  });

  it("follow the format", () => {
    const address = { project: "acme", location: "us", name: "libs", format: "npm" } as const;
    expect(registryUrl(address)).toBe("us-npm.pkg.dev/acme/libs");
  });
});

describe("fromExisting", () => {
  const { project, location, name } = DEV;
  const existing = (act: (registry: ReturnType<typeof ArtifactRegistry.fromExisting>) => void) =>
    synth((stack) => {
      act(ArtifactRegistry.fromExisting(stack, "images", { project, location, name }));
    });

  it("makes nothing but the grant, by names alone", () => {
    const made = existing((registry) => registry.grantPull(HOST));
    expect(addresses(made)).toHaveLength(1);
    expect(only(made, "google_artifact_registry_repository_iam_member")).toEqual({
      project: "acme-shared",
      location: "europe-west1",
      repository: "music-graph-dev",
      role: "roles/artifactregistry.reader",
      member: HOST.member,
    });
  });

  it("has the address of the repository that was made", () => {
    existing((registry) => {
      expect(registry.url).toBe(registryUrl({ project, location, name }));
    });
  });
});

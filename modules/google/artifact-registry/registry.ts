import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { imageByDigest, imageByTag, type RegistryAddress, registryUrl } from "./registry-url.ts";

/** What grants need to know of a repository; references where the same stack makes it. */
export interface RepositoryReference {
  readonly project: string;
  readonly location: string;
  readonly repository: string;
}

/**
 * A repository as those who pull and push see it: made by `ArtifactRegistry`, or known by its names
 * through `ArtifactRegistry.fromExisting`.
 */
export abstract class Registry extends Construct {
  /** Where clients pull and push: `europe-west1-docker.pkg.dev/<project>/<name>`. */
  readonly url: string;

  constructor(scope: Construct, id: string, address: RegistryAddress) {
    super(scope, id);
    this.url = registryUrl(address);
  }

  protected abstract get reference(): RepositoryReference;

  /** The image that a deployment runs: `<url>/<image>@<digest>`. */
  image(image: string, digest: string): string {
    return imageByDigest(this.url, image, digest);
  }

  /** The image that a build pushes: `<url>/<image>:<tag>`. */
  pushTarget(image: string, tag: string): string {
    return imageByTag(this.url, image, tag);
  }

  /** Lets `puller` list and download: `roles/artifactregistry.reader` on this repository. */
  grantPull(puller: GoogleGrantee): void {
    this.grant("pull", puller, "roles/artifactregistry.reader");
  }

  /**
   * Lets `pusher` upload, move tags and pull: `roles/artifactregistry.writer` on this repository. It
   * cannot delete versions.
   */
  grantPush(pusher: GoogleGrantee): void {
    this.grant("push", pusher, "roles/artifactregistry.writer");
  }

  private grant(job: string, { key, member }: GoogleGrantee, role: string): void {
    new ArtifactRegistryRepositoryIamMember(this, `${job}-${key}`, {
      ...this.reference,
      role,
      member,
    });
  }
}

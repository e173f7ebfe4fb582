import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { imageByDigest, type RegistryAddress, registryUrl } from "./registry-url.ts";

/**
 * A repository that another stack made, by its names alone. It makes nothing but grants, so that a
 * grant can live with its grantee.
 */
export class ExistingRegistry extends Construct {
  readonly url: string;
  readonly #address: RegistryAddress;

  constructor(scope: Construct, id: string, props: RegistryAddress) {
    super(scope, id);
    this.#address = props;
    this.url = registryUrl(props);
  }

  /** The image that a deployment runs: `<url>/<image>@<digest>`. */
  image(image: string, digest: string): string {
    return imageByDigest(this.url, image, digest);
  }

  /** Lets `puller` list and download: `roles/artifactregistry.reader` on this repository. */
  grantPull(puller: GoogleGrantee): void {
    this.#grant("pull", puller, "roles/artifactregistry.reader");
  }

  /** Lets `pusher` upload, move tags and pull: `roles/artifactregistry.writer` on this repository. */
  grantPush(pusher: GoogleGrantee): void {
    this.#grant("push", pusher, "roles/artifactregistry.writer");
  }

  #grant(job: string, { key, member }: GoogleGrantee, role: string): void {
    const { project, location, name: repository } = this.#address;
    new ArtifactRegistryRepositoryIamMember(this, `${job}-${key}`, {
      project,
      location,
      repository,
      role,
      member,
    });
  }
}

import {
  ArtifactRegistryRepository,
  type ArtifactRegistryRepositoryConfig,
} from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";
import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js";
import { check } from "@groundplan/core/problems";
import { asLabelValue } from "@groundplan/core/tags";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { renderCleanup, withInUse } from "./cleanup-policy.ts";
import type { ArtifactRegistryProps } from "./props.ts";
import { imageByDigest, imageByTag, registryUrl } from "./registry-url.ts";
import { propProblems, resolveRegistry, type SettledRegistry } from "./settle.ts";

/**
 * A repository that keeps the images that we build and cleans itself up, without ever deleting what
 * is deployed.
 *
 * @stateful
 */
export class ArtifactRegistry extends Construct {
  readonly repository: ArtifactRegistryRepository;
  /** The right of the service agent to use the key; none where Google manages the key. */
  readonly keyGrant?: KmsCryptoKeyIamMember;
  /** Where clients pull and push: `europe-west1-docker.pkg.dev/<project>/<name>`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ArtifactRegistryProps) {
    super(scope, id);
    const settled = resolveRegistry(props);
    check(this, propProblems(props, settled));

    this.url = registryUrl({ ...props, format: settled.format });
    this.keyGrant = this.createKeyGrant(props);
    this.repository = this.createRepository(props, settled);
  }

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
    const { project, location, name } = this.repository;
    new ArtifactRegistryRepositoryIamMember(this, `${job}-${key}`, {
      project,
      location,
      repository: name,
      role,
      member,
    });
  }

  private createKeyGrant({ encryption }: ArtifactRegistryProps): KmsCryptoKeyIamMember | undefined {
    if (!encryption) return undefined;
    return new KmsCryptoKeyIamMember(this, "key-for-registry-agent", {
      cryptoKeyId: encryption.keyId,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: `serviceAccount:${encryption.registryAgent}`,
    });
  }

  private createRepository(
    props: ArtifactRegistryProps,
    settled: SettledRegistry,
  ): ArtifactRegistryRepository {
    const { project, location, name, description, encryption, overrides } = props;
    const config: ArtifactRegistryRepositoryConfig = {
      project,
      location,
      repositoryId: name,
      description,
      format: settled.format.toUpperCase(),
      mode: "STANDARD_REPOSITORY",
      labels: reasonLabels(settled),
      cleanupPolicies: renderCleanup(withInUse(settled.cleanup, settled.inUse)),
      cleanupPolicyDryRun: settled.dryRun,
      dockerConfig:
        settled.format === "docker" ? { immutableTags: settled.immutableTags } : undefined,
      vulnerabilityScanningConfig: { enablementConfig: settled.scanning },
      kmsKeyName: encryption?.keyId,
    };
    return new ArtifactRegistryRepository(this, "Default", {
      ...config,
      ...overrides?.repository,
      // Without the grant the service refuses the repository.
      dependsOn: this.keyGrant ? [this.keyGrant] : undefined,
      lifecycle: { ...overrides?.repository?.lifecycle, preventDestroy: settled.protect },
    });
  }
}

/** Reasons and acknowledgements, where everyone who looks at the repository finds them. */
function reasonLabels({ reasons }: SettledRegistry): Record<string, string> | undefined {
  const given = Object.entries(reasons).filter((entry): entry is [string, string] => !!entry[1]);
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(([key, reason]) => [key, asLabelValue(reason)]));
}

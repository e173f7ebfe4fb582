import {
  ArtifactRegistryRepository,
  type ArtifactRegistryRepositoryConfig,
} from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js";
import { check } from "@groundplan/core/problems";
import { asLabelValue } from "@groundplan/core/tags";
import type { Construct } from "constructs";
import { renderCleanup, withInUse } from "./cleanup-policy.ts";
import { ExistingRegistry } from "./existing-registry.ts";
import type { ArtifactRegistryProps } from "./props.ts";
import { Registry, type RepositoryReference } from "./registry.ts";
import type { RegistryAddress } from "./registry-url.ts";
import { propProblems, resolveRegistry, type SettledRegistry } from "./settle.ts";

/**
 * A repository that keeps the images that we build and cleans itself up, without ever deleting what
 * is deployed.
 *
 * @stateful
 */
export class ArtifactRegistry extends Registry {
  readonly repository: ArtifactRegistryRepository;
  /** The right of the service agent to use the key; none where Google manages the key. */
  readonly keyGrant?: KmsCryptoKeyIamMember;

  constructor(scope: Construct, id: string, props: ArtifactRegistryProps) {
    super(scope, id, props);
    const settled = resolveRegistry(props);
    check(this, propProblems(props, settled));

    this.keyGrant = this.createKeyGrant(props);
    this.repository = this.createRepository(props, settled);
  }

  /** A repository that another stack made, by its names: nothing is read from that stack. */
  static fromExisting(scope: Construct, id: string, address: RegistryAddress): Registry {
    return new ExistingRegistry(scope, id, address);
  }

  protected get reference(): RepositoryReference {
    const { project, location, name } = this.repository;
    return { project, location, repository: name };
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

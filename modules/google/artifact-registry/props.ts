import type { ArtifactRegistryRepositoryConfig } from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { CleanupPolicies, InUse } from "./cleanup-policy.ts";
import type { RegistryFormat } from "./registry-url.ts";

/** A key of one's own instead of Google's. */
export interface RegistryEncryption {
  /** A key in the repository's location. Changing it replaces the repository and loses its images. */
  readonly keyId: string;
  /** E-mail address of the project's Artifact Registry service agent. */
  readonly registryAgent: string;
}

/** Says that somebody read what a dry run would have deleted, and found it right. */
export interface DryRunRead {
  /** Day of the log that was read, `YYYY-MM-DD`. */
  readonly logOf: string;
  /** Who read it: a team or a person. */
  readonly readBy: string;
}

/** What a repository is made from. */
export interface ArtifactRegistryProps extends ModuleProps {
  /** Id of the repository, at most 63 characters. Replaces the repository and loses its images. */
  readonly name: string;

  /** Project id. Part of the address; replaces the repository. */
  readonly project: string;

  /**
   * Region of those who pull, or `europe`, `us`, `asia`. Part of the address; replaces the
   * repository.
   */
  readonly location: string;

  /**
   * What it holds. Changing it replaces the repository.
   *
   * @default "docker"
   */
  readonly format?: RegistryFormat;

  /** What the repository is for. @default no description */
  readonly description?: string;

  /**
   * Whether a tag stays on its image for ever. A build that pushes `latest` twice then fails. Docker
   * only.
   *
   * @default false in dev, true in prod; false in other formats
   */
  readonly immutableTags?: boolean;

  /**
   * What is deleted and what is kept, by id; takes the place of the stage's policies. Checked by a
   * linter at synth. Takes effect within about a day.
   *
   * @default dev: untagged after 7 days, `dev-` after 30 days, the last 10 kept; prod: untagged
   * after 30 days, `v` kept, the last 20 kept; other formats than docker: nothing is deleted
   */
  readonly cleanup?: CleanupPolicies;

  /**
   * What is deployed, which no policy deletes. Must be given where a delete policy could choose it.
   *
   * @default nothing
   */
  readonly inUse?: InUse;

  /**
   * Days back to which a deployment may be rolled back; no image younger than that is deleted.
   *
   * @default 7 in dev, 30 in prod
   */
  readonly rollbackDays?: number;

  /**
   * Whether cleanup only writes to the log what it would delete. Where the stage begins with a dry
   * run, it ends when somebody has read the log: give who and which.
   *
   * @default false in dev, true in prod
   */
  readonly dryRun?: boolean | DryRunRead;

  /**
   * `inherited`: images are scanned where the project has scanning on, at a price per image;
   * `{ reason }` turns it off.
   *
   * @default "inherited"
   */
  readonly scanning?: "inherited" | Reason;

  /**
   * A key of one's own; its grant to the service agent is made before the repository.
   *
   * @default encrypted with a key that Google manages
   */
  readonly encryption?: RegistryEncryption;

  /**
   * Whether a plan that destroys the repository is refused (`prevent_destroy`).
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. @default no overrides */
  readonly overrides?: { readonly repository?: Partial<ArtifactRegistryRepositoryConfig> };
}

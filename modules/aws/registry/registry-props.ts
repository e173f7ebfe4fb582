import type { EcrRepositoryConfig } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { CleanupRules } from "./cleanup.ts";

export interface RegistryProps extends ModuleProps {
  /**
   * Name of the repository, 2 to 256 characters: `acme/music-library`. Changing it replaces the
   * repository, and its images are lost; AWS deletes none that has some unless `protect` is false.
   */
  readonly name: string;

  /**
   * Whether a tag stays on its image for ever, but for the tags of what is in use. A build that pushes
   * a tag again then fails. A change is made in place.
   *
   * @default false in dev, true in prod
   */
  readonly immutableTags?: boolean;

  /**
   * What is deleted, by kebab-case name. What is in use stays whatever is said here. A change deletes
   * within about a day.
   *
   * @default as in the README's table
   */
  readonly cleanup?: CleanupRules;

  /**
   * Tags that builds push, as patterns: each must fall under a rule, and each rule must be about some.
   *
   * @default ["dev-*"] in dev, ["v*"] in prod
   */
  readonly pushedTags?: readonly string[];

  /**
   * Days back to which a deployment may be rolled back: no tagged image that is younger is deleted by
   * its age.
   *
   * @default 7 in dev, 30 in prod
   */
  readonly rollbackDays?: number;

  /**
   * ARN of a key of one's own. Changing it replaces the repository, and its images are lost.
   *
   * @default AES-256 with keys of ECR
   */
  readonly encryptionKeyArn?: string;

  /** Accounts whose roles may be granted to pull, 12 digits each. A change is made in place. @default none */
  readonly pullFromAccounts?: readonly string[];

  /**
   * Refuses plans that destroy the repository, and keeps one that has images from being deleted.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on the repository; shallow. See the README. */
  readonly overrides?: { readonly repository?: Partial<EcrRepositoryConfig> };
}

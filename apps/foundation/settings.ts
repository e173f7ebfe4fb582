import type { GithubJob, GithubRepository, SubjectFormat } from "@groundplan/core/github";
import type { Placement } from "@groundplan/core/site";

/** Values of the foundation that an environment chooses. */
export interface FoundationSettings {
  /** Who plans and applies without a person at the keyboard. */
  readonly ci: CiSettings;
}

/** The repository whose jobs act, which of them, and with what rights. */
export interface CiSettings {
  readonly repository: GithubRepository;

  /** How GitHub writes the subject of this repository's tokens. Default: `immutable`. */
  readonly subjectFormat?: SubjectFormat;

  /** Jobs that plan: they read how things are set up, and the states. */
  readonly plan: readonly GithubJob[];

  /** Jobs that apply. In prod those of environments, which have reviewers. */
  readonly apply: readonly GithubJob[];

  /** Left out where CI does nothing on AWS. */
  readonly aws?: AwsCi;

  /** Left out where CI does nothing on Google Cloud. */
  readonly google?: GoogleCi;
}

/** What CI may do on AWS. */
export interface AwsCi {
  /** Services that an apply works with, by their IAM prefix: `ec2`. */
  readonly services: readonly string[];
  /** Services that an apply may hand roles to: `ecs-tasks.amazonaws.com`. */
  readonly passedTo: readonly string[];
  /** Boundary of both roles. Default: none. */
  readonly permissionsBoundaryArn?: string;
}

/** What CI may do on Google Cloud: roles on the project. */
export interface GoogleCi {
  readonly planRoles: readonly string[];
  readonly applyRoles: readonly string[];
}

/** Where the environment's states lie, as far as a bucket must be made for them. */
export type StateHome =
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly region: string;
      readonly kmsKeyArn?: string;
    }
  | { readonly kind: "gcs"; readonly bucket: string }
  /** Files, or HCP Terraform: there is nothing to make. */
  | { readonly kind: "local" | "cloud" };

/** The foundation of one environment. */
export interface FoundationPlacement extends Placement<FoundationSettings> {
  /** The environment's own state settings. */
  readonly state: StateHome;
}

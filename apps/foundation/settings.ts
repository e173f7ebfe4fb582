import type { CiCallers } from "@groundplan/aws/github-deploy-role";
import type { GithubJob, GithubRepository, SubjectFormat } from "@groundplan/core/github";
import type { Placement } from "@groundplan/core/site";
import type { CiCallers as GoogleCallers } from "@groundplan/google/workload-identity";

/** Values of the foundation that an environment chooses. */
export interface FoundationSettings {
  /** Who plans and applies without a person at the keyboard. A change is applied by a person. */
  readonly ci: CiSettings;
}

/** The repository whose jobs act, which of them, and with what rights. */
export interface CiSettings {
  /** Whose jobs they are. A change edits the trust in place and shuts the other repository out. */
  readonly repository: GithubRepository;

  /**
   * How GitHub writes the subject of this repository's tokens. A change edits the trust in place; a
   * wrong one shuts every job out.
   *
   * @default "immutable", what repositories made since 2026-07-15 have
   */
  readonly subjectFormat?: SubjectFormat;

  /** Jobs that plan: they read how things are set up, and the states. A change edits the trust in place. */
  readonly plan: readonly GithubJob[];

  /**
   * Jobs that apply. In prod those of environments, which have reviewers; a GitHub environment has the
   * name of one of ours. A change edits the trust in place.
   */
  readonly apply: readonly GithubJob[];

  /**
   * What CI may do on AWS. Taking it away destroys the roles: jobs are shut out at once.
   *
   * @default nothing: CI has no role on AWS
   */
  readonly aws?: AwsCi;

  /**
   * What CI may do on Google Cloud. Taking it away destroys the accounts and the pool, whose id is
   * taken for 30 days.
   *
   * @default nothing: CI has no account on Google Cloud
   */
  readonly google?: GoogleCi;
}

/** What CI may do on AWS. */
export interface AwsCi {
  /** Services that an apply works with, by their IAM prefix: `ec2`. A change edits its rights in place. */
  readonly services: readonly string[];

  /** Services that an apply may hand roles to: `ecs-tasks.amazonaws.com`. In place. */
  readonly passedTo: readonly string[];

  /**
   * Names of SSM parameters that a plan reads, as stacks hold them or look them up: `/acme/dev/api/image`.
   * Pull requests read them too. A change edits the rights of the role that plans, in place.
   *
   * @default none: a plan of a stack with a parameter is refused by AWS
   */
  readonly parameters?: readonly string[];

  /**
   * Boundary of both roles, and of every role that an apply makes. A change edits them in place.
   *
   * @default no boundary: whoever applies can do what the account can do
   */
  readonly permissionsBoundaryArn?: string;

  /**
   * Whether GitHub's identity provider is made here. An account has one: `exists` where another
   * environment, or somebody else, made it already. From `made` to `exists` Terraform lets go of it and
   * destroys nothing; the other way it must not be there.
   *
   * @default "made"
   */
  readonly issuer?: "made" | "exists";

  /**
   * Other CIs whose callers act with the same two roles, by a key of lower-case letters and digits:
   * `semaphore`. A change edits the trust in place; a key that goes shuts them out at once.
   *
   * @default none: jobs of GitHub alone
   */
  readonly others?: Readonly<Record<string, OtherCi>>;
}

/** Another CI on AWS. Pull requests plan on GitHub alone: elsewhere they have no exact subject. */
export interface OtherCi {
  /** Who plans. A change edits the trust in place. */
  readonly plan: CiCallers;

  /** Who applies, on the same CI. A change edits the trust in place. */
  readonly apply: CiCallers;

  /**
   * Whether its identity provider is made here, as for GitHub's.
   *
   * @default "made"
   */
  readonly issuer?: "made" | "exists";
}

/** What CI may do on Google Cloud: roles on the project. */
export interface GoogleCi {
  /** Roles of the account that plans; they read. A change is made in place. */
  readonly planRoles: readonly string[];

  /** Roles of the account that applies, none of them basic or over other identities. In place. */
  readonly applyRoles: readonly string[];

  /**
   * Other CIs whose callers act as the same two accounts, by a kebab-case key: `semaphore`. A change
   * edits the trust in place; another key shuts them out until their jobs name its provider.
   *
   * @default none: jobs of GitHub alone
   */
  readonly others?: Readonly<Record<string, GoogleOtherCi>>;
}

/** Another CI on Google Cloud. Pull requests plan on GitHub alone. */
export interface GoogleOtherCi {
  /** Who plans. A change edits the trust in place. */
  readonly plan: GoogleCallers;

  /** Who applies, of the same project or organisation. A change edits the trust in place. */
  readonly apply: GoogleCallers;
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

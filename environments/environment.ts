import type { FoundationSettings } from "@groundplan/apps/foundation/settings";
import type { MusicGraphSettings } from "@groundplan/apps/music-graph/settings";
import type { MusicLibrarySettings } from "@groundplan/apps/music-library/settings";
import type { Accounts } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";

/**
 * Where apps go: accounts, regions, state, and what differs between the apps of two environments.
 * The account of a cloud that the environment does not use is left out.
 */
export interface Environment extends Accounts {
  /**
   * First part of every stack id and physical name after the organisation. Changing it is a new
   * environment: every state and every thing is left behind.
   */
  readonly name: string;

  /** Profile that module defaults follow. `shared` has `prod`. */
  readonly stage: Stage;

  /** Short name of the organisation, first part of every physical name. Changing it replaces nearly everything. */
  readonly org: string;

  /** Where the states of this environment's stacks lie. Changing it needs a migration of each state. */
  readonly state: StateSettings;

  /** Values of each app that stands in this environment; an app that is left out does not. */
  readonly apps: EnvironmentApps;
}

/** Values per app. */
export interface EnvironmentApps {
  /** What the environment stands on: the bucket of its states, and who CI is. */
  readonly foundation?: FoundationSettings;
  readonly "music-library"?: MusicLibrarySettings;
  readonly "music-graph"?: MusicGraphSettings;
}

/** Where states lie. One of four kinds, each whole in itself. */
export type StateSettings =
  | LocalStateSettings
  | S3StateSettings
  | GcsStateSettings
  | CloudStateSettings;

/** Files in `.state/` of the checkout: for one person, never for a team. */
export interface LocalStateSettings {
  readonly kind: "local";
}

/** An S3 bucket with S3's own lock files; no DynamoDB table. */
export interface S3StateSettings {
  readonly kind: "s3";

  /** Its name, made by `apps/foundation`. A change leaves every state behind until `infra move-state`. */
  readonly bucket: string;

  /** Region that the bucket stands in: that of `aws`. A change is another bucket. */
  readonly region: string;

  /**
   * Alias of the key that encrypts the states, as an ARN. A change encrypts each state anew when it
   * is next written. Must be set in prod where the foundation makes the bucket.
   *
   * @default S3's own key
   */
  readonly kmsKeyArn?: string;
}

/** A Cloud Storage bucket; locking is built in. */
export interface GcsStateSettings {
  readonly kind: "gcs";

  /** Its name, made by `apps/foundation`. A change leaves every state behind until `infra move-state`. */
  readonly bucket: string;
}

/** Workspaces on HCP Terraform, named `<workspacePrefix>-<stack id>`. */
export interface CloudStateSettings {
  readonly kind: "cloud";

  /** Organisation on HCP Terraform. A change leaves every state behind until `infra move-state`. */
  readonly organization: string;

  /** Project that new workspaces are made in. A change moves no workspace that is there already. */
  readonly project: string;

  /** First part of each workspace's name. A change names other workspaces, which hold no state yet. */
  readonly workspacePrefix: string;

  /**
   * Tags of every workspace, 1 to 255 letters, digits and `: - _` each. `infra hcp sync` sets them:
   * Terraform takes no tags beside a workspace's name. A change touches no state.
   *
   * @default no tags
   */
  readonly tags?: readonly string[];

  /**
   * Where plans and applies run: on HCP Terraform's machines (`remote`), on your own ones of an agent
   * pool (its id, `apool-...`), or where the command is typed (`local`): workspaces then only keep
   * states. `infra hcp sync` sets it. A change moves no state.
   *
   * @default "remote"
   */
  readonly execution?: CloudExecution;

  /**
   * What runs act as in each cloud. Must be set for every cloud that a run works with: `infra hcp
   * sync` says which. A change concerns the next run.
   *
   * @default none: stacks of `local` execution need none
   */
  readonly identities?: RunIdentities;

  /**
   * Version of Terraform in runs, as `1.11.4`. A change concerns the next run; a newer one may write
   * states that an older one cannot read.
   *
   * @default the version that `infra` fetches
   */
  readonly terraformVersion?: string;

  /**
   * Host that the organisation is on. A change leaves every state behind until `infra move-state`.
   *
   * @default app.terraform.io
   */
  readonly hostname?: string;
}

/** Where HCP Terraform's workspaces have their runs. */
export type CloudExecution = "remote" | "local" | { readonly agentPool: string };

/**
 * Who runs on HCP Terraform are. Each run brings a token of its own, which the cloud exchanges for
 * short-lived rights: no key is stored. Plans and applies are different identities.
 */
export interface RunIdentities {
  readonly aws?: {
    readonly planRoleArn: string;
    readonly applyRoleArn: string;
  };
  readonly google?: {
    /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>` */
    readonly workloadProvider: string;
    /** Addresses of service accounts. */
    readonly planServiceAccount: string;
    readonly applyServiceAccount: string;
  };
}

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
  /** Files in `.state/` of the checkout: for one person, never for a team. */
  | { readonly kind: "local" }
  /** An S3 bucket with S3's own lock files; no DynamoDB table. */
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly region: string;
      /**
       * Alias of the key that encrypts the states, as an ARN. Default: S3's own key. Must be set in
       * prod where the foundation makes the bucket.
       */
      readonly kmsKeyArn?: string;
    }
  /** A Cloud Storage bucket; locking is built in. */
  | { readonly kind: "gcs"; readonly bucket: string }
  /** Workspaces on HCP Terraform, named `<workspacePrefix>-<stack id>`. */
  | {
      readonly kind: "cloud";
      readonly organization: string;
      readonly project: string;
      readonly workspacePrefix: string;
      /** Default `app.terraform.io`. */
      readonly hostname?: string;
    };

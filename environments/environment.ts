import type { MusicGraphSettings } from "@groundplan/apps/music-graph/settings";
import type { MusicLibrarySettings } from "@groundplan/apps/music-library/settings";
import type { Stage } from "@groundplan/core/stage";

/** Where apps go: accounts, regions, state, and what differs between the apps of two environments. */
export interface Environment {
  /**
   * First part of every stack id and physical name after the organisation. Changing it is a new
   * environment: every state and every thing is left behind.
   */
  readonly name: string;

  /** Profile that module defaults follow. `shared` has `prod`. */
  readonly stage: Stage;

  /** Short name of the organisation, first part of every physical name. Changing it replaces nearly everything. */
  readonly org: string;

  /** The AWS account. Left out where the environment has nothing on AWS. */
  readonly aws?: AwsAccount;

  /** The Google Cloud project. Left out where the environment has nothing on Google Cloud. */
  readonly google?: GoogleProject;

  /** The Cloudflare account. Left out where the environment has nothing on Cloudflare. */
  readonly cloudflare?: CloudflareAccount;

  /** Where the states of this environment's stacks lie. Changing it needs a migration of each state. */
  readonly state: StateSettings;

  /** Values of each app that stands in this environment; an app that is left out does not. */
  readonly apps: EnvironmentApps;
}

/** One AWS account and the region that its things stand in. */
export interface AwsAccount {
  /** Twelve digits. A credential for another account is refused at plan. */
  readonly accountId: string;
  /** Home region: `eu-west-1`. Changing it replaces everything regional. */
  readonly region: string;
}

/** One Google Cloud project and the region that its things stand in. */
export interface GoogleProject {
  /** Project id: `acme-dev`. A credential that cannot see it is refused at plan. */
  readonly projectId: string;
  /** Project number, 12 digits or so: workload identities are named by it. */
  readonly projectNumber: string;
  /** Home region: `europe-west1`. Changing it replaces everything regional. */
  readonly region: string;
}

/** One Cloudflare account. */
export interface CloudflareAccount {
  /** 32 hexadecimal digits. A token that cannot see it is refused at plan. */
  readonly accountId: string;
}

/** Values per app. */
export interface EnvironmentApps {
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
      /** Key that encrypts the states. Default: the bucket's own encryption. */
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

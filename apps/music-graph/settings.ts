import type { GithubRepository, SubjectFormat } from "@groundplan/core/github";
import type { CloudRunProps } from "@groundplan/google/cloud-run";
import type { Caller, NetworkProps } from "@groundplan/google/network";
import type { PostgresProps } from "@groundplan/google/postgres";
import type { OfficeHours, VmHostProps } from "@groundplan/google/vm-host";
import type { BackupSettings, DrillSettings } from "./backup-settings.ts";

/** Values of music-graph that an environment chooses. */
export type MusicGraphSettings = MusicGraphShared | MusicGraphPlatform | MusicGraphCloudRun;

/** What exists once, in the environment `shared`: the registries and the parent zone. */
export interface MusicGraphShared {
  readonly kind: "shared";
  /** Region of the registries. Part of every image's address; changing it loses the images. */
  readonly registryLocation: string;
  /** Zone that the platforms' zones are delegated from: `example.org`. Changing it replaces the zone. */
  readonly parentDomain: string;

  /**
   * Whose jobs push images: those of the GitHub environment `music-graph-dev` into one registry, those of
   * `music-graph-prod` into the other. A change is made in place.
   *
   * @default nobody's: people push
   */
  readonly pipeline?: PipelineSettings;
}

/** The repository whose jobs release. It must be one that the foundation's CI lets in. */
export interface PipelineSettings {
  /** By its names and by its numbers. A change is made in place. */
  readonly repository: GithubRepository;

  /**
   * How GitHub writes the subject of this repository's tokens. A wrong one shuts every job out.
   *
   * @default "immutable", what repositories made since 2026-07-15 have
   */
  readonly subjectFormat?: SubjectFormat;
}

/** What every platform says, whatever it runs on. */
export interface RunningRelease {
  /** Which of the two registries this platform runs images of. */
  readonly channel: "dev" | "release";

  /**
   * Digest of the image that runs here, `sha256:...`; no registry ever cleans it up. In prod a change
   * is the deployment; in dev the pipeline deploys, and this is what a new machine begins with.
   */
  readonly runningDigest: string;

  /** Where it stands. */
  readonly network: NetworkSettings;
}

/** One platform, in dev or prod: its network, its host, its backups, its certificates. */
export interface MusicGraphPlatform extends RunningRelease {
  readonly kind: "platform";

  /**
   * Whose jobs of `music-graph-dev` name the release that runs here. They are root on the machine. In
   * prod there are none: a release is a reviewed change of `runningDigest`.
   *
   * @default nobody's: people with rights of theirs
   */
  readonly pipeline?: PipelineSettings;

  /**
   * Whether CI's apply account may put another release onto the machine, as a merged change of
   * `runningDigest` asks for; it is root there then. In place.
   *
   * @default false: a person applies `host`
   */
  readonly appliedByCi?: boolean;

  /** Where the database is. The README tells the way from one to the other. @default in a container on the host */
  readonly database?: HostDatabase;

  /** The machine that runs the containers. */
  readonly host: HostSettings;

  /** Public Route53 zone that names are proved in, and the names that the host serves. */
  readonly certificates: {
    /** Id of the zone, which exists: layer `zone` adopts it. */
    readonly zoneId: string;
    /** Apex of the zone, below the parent domain and below no other platform's: `graph.example.org`. */
    readonly zoneName: string;
    /** Names of the certificates, in the zone. */
    readonly names: readonly string[];
  };

  /** Where dumps go, how long they are kept, and who is told when none arrives. */
  readonly backups: BackupSettings;

  /** The machine that restores the newest dump to prove it. Must be given in prod. @default nobody restores */
  readonly drill?: DrillSettings;
}

/** One platform without a machine: Cloud Run answers visitors, at the address that Google gives. */
export interface MusicGraphCloudRun extends RunningRelease {
  readonly kind: "cloud-run";

  /** Where the data are. */
  readonly database: CloudSqlSettings;

  /** What answers visitors; what it leaves out is the stage's default. */
  readonly service: Pick<
    CloudRunProps,
    "instances" | "size" | "ingress" | "publicAccess" | "protect"
  >;
}

/** A database server of Google's; what it leaves out is the stage's default. */
export interface CloudSqlSettings
  extends Pick<
    PostgresProps,
    | "version"
    | "generation"
    | "tier"
    | "availability"
    | "maxDiskGiB"
    | "backups"
    | "maintenance"
    | "protect"
  > {
  /**
   * Image of Cloud SQL's proxy, by digest. It logs in as the application's account, so that there is no
   * password. A change counts as one of the Compose file.
   */
  readonly proxyImage: string;
}

/** Where a host's database is. */
export type HostDatabase =
  | { readonly kind: "container" }
  | (CloudSqlSettings & {
      readonly kind: "cloud-sql";
      /**
       * Whether the application stays with its container while its data are brought over.
       *
       * @default false: it is in use
       */
      readonly beingFilled?: boolean;
    });

/** What an environment says of its network; what it leaves out is the stage's default. */
export interface NetworkSettings
  extends Pick<NetworkProps, "peers" | "flowLogs" | "privateServices"> {
  /** IPv4 range of the hosts' subnet; meets no other network's. Growing it is done in place. */
  readonly hostsCidr: string;
}

/** Images that the app stands on, by digest. A change counts from the machine's next start on. */
export interface BaseImages {
  /** What ends TLS and hands requests on. */
  readonly nginx: string;
  /** What the database runs in, and what dumps are restored into to prove them. @default neither is done here */
  readonly postgres?: string;
}

/** What an environment says of its host; what it leaves out is the stage's default. */
export interface HostSettings
  extends Pick<VmHostProps, "zone" | "machineType" | "dataDisk" | "snapshots" | "spot"> {
  /** Family that is followed, or the image that is run: both in the project of `shared`. */
  readonly image: { readonly family: string } | { readonly image: string };

  /** When it runs. A change is made in place; outside the hours nobody is served. @default always */
  readonly hours?: Omit<OfficeHours, "projectNumber">;

  /** Who may read the site. */
  readonly visitors: Extract<Caller, { everyone: unknown } | { ranges: unknown }>;

  /** Images of the proxy and of the database, where that runs here. */
  readonly images: BaseImages;

  /**
   * Which version of the database's password it reads; a number in prod.
   *
   * @default none, which is right in Cloud SQL alone
   */
  readonly passwordVersion?: number | "latest";

  /** Address that is told when the site does not answer. Must be given in prod. @default nobody is told */
  readonly alertEmail?: string;
}

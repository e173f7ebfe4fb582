import type { BackupBucketProps } from "@groundplan/google/backup-bucket";

/** Values of music-graph that an environment chooses. */
export type MusicGraphSettings = MusicGraphShared | MusicGraphPlatform;

/** What exists once, in the environment `shared`: the registries. */
export interface MusicGraphShared {
  readonly kind: "shared";
  /** Region of the registries. Part of every image's address; changing it loses the images. */
  readonly registryLocation: string;
}

/** One platform, in dev or prod: the host's identity, its backups, its certificates. */
export interface MusicGraphPlatform {
  readonly kind: "platform";

  /** Which of the two registries this platform runs images of. */
  readonly channel: "dev" | "release";

  /** Digest of the image that runs here, `sha256:...`; no registry ever cleans it up. */
  readonly runningDigest: string;

  /** Public Route53 zone that names are proved in, and the names that the host serves. */
  readonly certificates: {
    readonly zoneId: string;
    /** Apex of the zone: `graph.example.org`. */
    readonly zoneName: string;
    /** Names of the certificates, in the zone. */
    readonly names: readonly string[];
  };

  /** Where dumps go, how long they are kept, and who is told when none arrives. */
  readonly backups: BackupSettings;
}

/** What an environment may say of its backups; what it leaves out is the stage's default. */
export interface BackupSettings
  extends Pick<
    BackupBucketProps,
    "location" | "tiers" | "restoreWindowDays" | "retentionDays" | "softDeleteDays" | "protect"
  > {
  /** Address that is told. A change is made in place. */
  readonly alertEmail: string;
}

/** Values of music-graph that an environment chooses. In `shared`: what exists once. */
export type MusicGraphSettings = MusicGraphShared | MusicGraphPlatform;

/** What exists once: the two registries. */
export interface MusicGraphShared {
  readonly kind: "shared";
}

/** One platform: host identity, backups, certificates. */
export interface MusicGraphPlatform {
  readonly kind: "platform";

  /** Names that the host gets certificates for: `["graph.example.org"]`. Below `dnsZone.name`. */
  readonly certificateNames: readonly string[];

  /** The public Route53 zone that certbot proves names in. */
  readonly dnsZone: { readonly id: string; readonly name: string };

  /** Digest of the image that runs here, `sha256:...`; the registry never cleans it up. */
  readonly runningDigest: string;

  /** Where dumps go. */
  readonly backups: {
    /** Region or multi-region of the bucket: `EU`. Changing it replaces the bucket. */
    readonly location: string;
    /** Days within which a deleted or overwritten dump can still be had back. */
    readonly restoreWindowDays: number;
    /** Address that is told when no dump arrives. */
    readonly alertEmail: string;
  };
}

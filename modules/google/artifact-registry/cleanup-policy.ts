import type { ArtifactRegistryRepositoryCleanupPolicies } from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";

/** Which versions a policy looks at: those with a tag, those without, or both. */
export type TagState = "any" | "tagged" | "untagged";

/** Chooses versions by what they are. Everything that is given must hold at once. */
export interface ConditionalPolicy {
  /** What happens to a version that is chosen. Keep beats delete. */
  readonly action: "delete" | "keep";

  /** @default "tagged" where `tagPrefixes` are given, else "any" */
  readonly tagState?: TagState;

  /**
   * How a tag begins; one is enough. A prefix is a prefix: `v` chooses `vendor-test` too. The
   * service looks at them only in the state `tagged`. Docker only.
   *
   * @default any tag
   */
  readonly tagPrefixes?: readonly string[];

  /**
   * How the version's name begins. The name of a Docker version is its whole digest.
   *
   * @default any version
   */
  readonly versionPrefixes?: readonly string[];

  /**
   * How the package's name begins. Chooses packages, not ages.
   *
   * @default every package
   */
  readonly packagePrefixes?: readonly string[];

  /** Days since the upload, more than which a version must have. @default any age */
  readonly olderThanDays?: number;

  /** Days since the upload, less than which a version must have. @default any age */
  readonly newerThanDays?: number;
}

/** Keeps the newest versions of each package, tagged or not. */
export interface RecentPolicy {
  readonly action: "keep";

  /**
   * How many versions of each package, at least 1. A multi-platform image counts once for its index
   * and once for each platform.
   */
  readonly mostRecent: number;

  /** How the package's name begins. @default every package */
  readonly packagePrefixes?: readonly string[];
}

/** One cleanup policy. The service knows no third kind. */
export type CleanupPolicy = ConditionalPolicy | RecentPolicy;

/** Policies by the id that their author chose; a new id is a new policy. */
export type CleanupPolicies = Readonly<Record<string, CleanupPolicy>>;

/** What runs somewhere, or may be rolled back to. No policy ever deletes it. */
export interface InUse {
  /**
   * Digests, `sha256:` and 64 hex digits. Of a multi-platform image also those of its platforms.
   *
   * @default none
   */
  readonly digests?: readonly string[];

  /**
   * Tags that a deployment moves once it is healthy: `in-use-dev`. Not with immutable tags.
   *
   * @default none
   */
  readonly tags?: readonly string[];
}

/** Ids of the policies that keep what is in use. */
export const IN_USE_IDS = { digests: "keep-in-use-digests", tags: "keep-in-use-tags" } as const;

/** True for a policy that keeps the newest versions. */
export function isRecent(policy: CleanupPolicy): policy is RecentPolicy {
  return "mostRecent" in policy;
}

/** The state that the service is told: prefixes mean nothing in any other than `tagged`. */
export function tagStateOf({ tagState, tagPrefixes }: ConditionalPolicy): TagState {
  return tagState ?? (tagPrefixes ? "tagged" : "any");
}

/** The author's policies, and one each that keeps the digests and the tags in use. */
export function withInUse(policies: CleanupPolicies, { digests, tags }: InUse): CleanupPolicies {
  return {
    ...policies,
    ...(digests?.length && {
      [IN_USE_IDS.digests]: { action: "keep", versionPrefixes: digests },
    }),
    ...(tags?.length && { [IN_USE_IDS.tags]: { action: "keep", tagPrefixes: tags } }),
  };
}

/** The policies as the provider takes them, in the order of their ids. */
export function renderCleanup(
  policies: CleanupPolicies,
): ArtifactRegistryRepositoryCleanupPolicies[] {
  return Object.keys(policies)
    .sort()
    .map((id) => ({ id, ...renderPolicy(policies[id]!) }));
}

function renderPolicy(
  policy: CleanupPolicy,
): Omit<ArtifactRegistryRepositoryCleanupPolicies, "id"> {
  const packageNamePrefixes = listOf(policy.packagePrefixes);
  if (isRecent(policy)) {
    return {
      action: "KEEP",
      mostRecentVersions: { keepCount: policy.mostRecent, packageNamePrefixes },
    };
  }
  return {
    action: policy.action.toUpperCase(),
    condition: {
      tagState: tagStateOf(policy).toUpperCase(),
      tagPrefixes: listOf(policy.tagPrefixes),
      versionNamePrefixes: listOf(policy.versionPrefixes),
      packageNamePrefixes,
      olderThan: duration(policy.olderThanDays),
      newerThan: duration(policy.newerThanDays),
    },
  };
}

function listOf(values: readonly string[] | undefined): string[] | undefined {
  return values && [...values].sort();
}

/** Seconds, as the service answers; anything but a whole number and a unit it takes unread. */
function duration(days: number | undefined): string | undefined {
  return days === undefined ? undefined : `${days * 86_400}s`;
}

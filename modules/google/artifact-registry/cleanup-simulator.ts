import {
  type CleanupPolicies,
  type ConditionalPolicy,
  isRecent,
  type RecentPolicy,
  tagStateOf,
} from "./cleanup-policy.ts";

/** One version in a repository, as `gcloud artifacts docker images list` tells it. */
export interface StoredVersion {
  readonly package: string;
  readonly digest: string;
  readonly tags: readonly string[];
  /** Days since the upload. A tag that moves does not make a version younger. */
  readonly ageDays: number;
  /** Digests of the platforms, where the version is an index of several. @default none */
  readonly platforms?: readonly string[];
}

/** What a run would do. */
export interface CleanupOutcome {
  /** Versions that would go, in the order given. */
  readonly deleted: readonly StoredVersion[];
  readonly kept: readonly StoredVersion[];
  /** Kept indexes that would lose a platform: they can no longer be pulled there. */
  readonly broken: readonly StoredVersion[];
}

/**
 * What the policies would delete from a repository with these versions.
 *
 * A model of the documented service: delete needs a delete policy, keep beats delete, prefixes count
 * only in the state `tagged`. Where the documentation is silent it takes the worse case: platforms
 * of an index are not protected by it, and of versions of one age any may be the older one.
 */
export function simulateCleanup(
  policies: CleanupPolicies,
  versions: readonly StoredVersion[],
): CleanupOutcome {
  const all = Object.values(policies);
  const conditional = all.filter((policy): policy is ConditionalPolicy => !isRecent(policy));
  const deletes = conditional.filter((policy) => policy.action === "delete");
  const keeps = conditional.filter((policy) => policy.action === "keep");
  const goes = (version: StoredVersion) =>
    deletes.some((policy) => selects(policy, version)) &&
    !keeps.some((policy) => selects(policy, version)) &&
    !all.some((policy) => isRecent(policy) && isAmongNewest(policy, version, versions));

  const deleted = versions.filter(goes);
  const kept = versions.filter((version) => !goes(version));
  const gone = new Set(deleted.map((version) => version.digest));
  const broken = kept.filter((version) => version.platforms?.some((digest) => gone.has(digest)));
  return { deleted, kept, broken };
}

/** Whether a policy's condition holds for a version. */
export function selects(policy: ConditionalPolicy, version: StoredVersion): boolean {
  const { olderThanDays, newerThanDays, versionPrefixes, packagePrefixes } = policy;
  return (
    hasTagState(policy, version.tags) &&
    beginsWithOne(version.digest, versionPrefixes) &&
    beginsWithOne(version.package, packagePrefixes) &&
    (olderThanDays === undefined || version.ageDays > olderThanDays) &&
    (newerThanDays === undefined || version.ageDays < newerThanDays)
  );
}

/** The digests themselves and, of indexes, those of their platforms: all that a pull can ask for. */
export function reachableDigests(
  digests: readonly string[],
  versions: readonly StoredVersion[],
): string[] {
  const platforms = versions
    .filter((version) => digests.includes(version.digest))
    .flatMap((version) => version.platforms ?? []);
  return [...new Set([...digests, ...platforms])].sort();
}

function hasTagState(policy: ConditionalPolicy, tags: readonly string[]): boolean {
  switch (tagStateOf(policy)) {
    case "any":
      return true;
    case "untagged":
      return tags.length === 0;
    case "tagged":
      return tags.some((tag) => beginsWithOne(tag, policy.tagPrefixes));
  }
}

function beginsWithOne(text: string, prefixes: readonly string[] | undefined): boolean {
  return prefixes === undefined || prefixes.some((prefix) => text.startsWith(prefix));
}

function isAmongNewest(
  { mostRecent, packagePrefixes }: RecentPolicy,
  version: StoredVersion,
  versions: readonly StoredVersion[],
): boolean {
  if (!beginsWithOne(version.package, packagePrefixes)) return false;
  const notOlder = versions.filter(
    (other) => other.package === version.package && other.ageDays <= version.ageDays,
  );
  return notOlder.length <= mostRecent;
}

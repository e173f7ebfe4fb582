/** One provider of a lock file. */
export interface LockedProvider {
  /** `registry.terraform.io/hashicorp/aws` */
  readonly address: string;
  readonly version: string;
  readonly hashes: readonly string[];
}

/** Reads a lock file of Terraform's or OpenTofu's: enough of it to see what is locked. */
export function readLockFile(text: string): LockedProvider[] {
  return [...text.matchAll(/^provider "([^"]+)" \{\n([\s\S]*?)^\}/gm)].map((match) => ({
    address: match[1]!,
    version: /^\s*version\s*=\s*"([^"]+)"/m.exec(match[2]!)?.[1] ?? "",
    hashes: [...match[2]!.matchAll(/"((?:h1|zh):[^"]+)"/g)].map((hash) => hash[1]!),
  }));
}

/** A provider that a set of stacks needs, in the words of `required_providers`. */
export interface WantedProvider {
  /** `aws`, `hashicorp/aws` or `cloudflare/cloudflare`. */
  readonly source: string;
  readonly version: string;
}

/**
 * What a lock file lacks to be good on so many platforms; empty when it is whole. Each platform's
 * package has a hash of its own (`h1:`).
 */
export function gapsOf(
  locked: readonly LockedProvider[],
  wanted: readonly WantedProvider[],
  platforms: number,
): string[] {
  return wanted.flatMap(({ source, version }) => {
    const provider = locked.find(({ address }) => address.endsWith(`/${withOwner(source)}`));
    if (!provider) return [`${source} is not locked`];
    if (provider.version !== version) {
      return [`${source} is locked at ${provider.version} instead of ${version}`];
    }
    const packages = provider.hashes.filter((hash) => hash.startsWith("h1:")).length;
    return packages < platforms
      ? [`${source} has hashes of ${packages} packages for ${platforms} platforms`]
      : [];
  });
}

/** What a new lock is to the one before. */
export type Difference = "same" | "more" | "other";

/**
 * Compares the hashes of a new lock with those before: `same` when nothing is new, `more` when it
 * adds to what was locked, `other` when a package is not the one that was locked under its version.
 * Terraform itself adds the hashes of the other package and says nothing (seen with 1.11.4).
 */
export function compareLocks(
  before: readonly LockedProvider[],
  after: readonly LockedProvider[],
): Difference {
  const kinds = after.map(({ address, version, hashes }): Difference => {
    const old = before.find((each) => each.address === address && each.version === version);
    if (!old) return "more";
    if (hashes.every((hash) => old.hashes.includes(hash))) return "same";
    return old.hashes.every((hash) => hashes.includes(hash)) ? "more" : "other";
  });
  if (kinds.includes("other")) return "other";
  return kinds.includes("more") ? "more" : "same";
}

/** The address without its host: HashiCorp's own providers may go by their type alone. */
function withOwner(source: string): string {
  const parts = source.split("/");
  return parts.length === 1 ? `hashicorp/${source}` : parts.slice(-2).join("/");
}

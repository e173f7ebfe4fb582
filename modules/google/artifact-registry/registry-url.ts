/** Everything that a repository of ours can hold. */
export const FORMATS = [
  "apt",
  "docker",
  "generic",
  "go",
  "kfp",
  "maven",
  "npm",
  "python",
  "yum",
] as const;

/** What a repository holds. */
export type RegistryFormat = (typeof FORMATS)[number];

/** Names of a repository: all that its address depends on. */
export interface RegistryAddress {
  /** Project id, not its number. */
  readonly project: string;
  readonly location: string;
  readonly name: string;
  /** @default "docker" */
  readonly format?: RegistryFormat;
}

/** The host that clients log in to: `europe-west1-docker.pkg.dev`. */
export function registryHost(location: string, format: RegistryFormat = "docker"): string {
  return `${location}-${format}.pkg.dev`;
}

/**
 * The address of a repository, from its names alone: `europe-west1-docker.pkg.dev/acme/apps`.
 * Whoever knows the names computes it; nothing has to be read from the stack that made it.
 */
export function registryUrl({ project, location, name, format }: RegistryAddress): string {
  return `${registryHost(location, format)}/${project}/${name}`;
}

/** The image that a deployment runs: a digest never changes, a tag may. */
export function imageByDigest(url: string, image: string, digest: string): string {
  return `${url}/${image}@${digest}`;
}

/** The image that a build pushes. */
export function imageByTag(url: string, image: string, tag: string): string {
  return `${url}/${image}:${tag}`;
}

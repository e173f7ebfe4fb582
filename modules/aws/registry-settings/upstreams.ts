/** A registry of others that ECR pulls through. */
export type Upstream = keyof typeof UPSTREAMS;

interface UpstreamRegistry {
  /** Host that ECR knows it by. */
  readonly host: string;
  /** Whether it answers nobody without a user's name and token. */
  readonly asksWho: boolean;
}

/**
 * Registries that ECR pulls through, but for those whose host is one's own.
 *
 * Source: ECR API, CreatePullThroughCacheRule, upstreamRegistryUrl; ECR User Guide, "Sync an upstream
 * registry with an Amazon ECR private registry", for those that ask who pulls.
 */
export const UPSTREAMS = {
  "docker-hub": { host: "registry-1.docker.io", asksWho: true },
  "ecr-public": { host: "public.ecr.aws", asksWho: false },
  github: { host: "ghcr.io", asksWho: true },
  gitlab: { host: "registry.gitlab.com", asksWho: true },
  kubernetes: { host: "registry.k8s.io", asksWho: false },
  quay: { host: "quay.io", asksWho: false },
} as const satisfies Record<string, UpstreamRegistry>;

import type { ModuleProps } from "@groundplan/core/stage";
import type { Upstream } from "./upstreams.ts";

/** What is kept of a repository that ECR makes by itself. */
export interface MadeRepositories {
  /**
   * Newest images of each repository that stay, at least 2. A change is for repositories that ECR makes
   * from then on: those that are there keep what they were made with.
   *
   * @default 10 in dev, 50 in prod
   */
  readonly keepNewest?: number;
}

/** Images of somebody else's registry, kept here from the first pull on. */
export interface CacheProps extends MadeRepositories {
  /** Where they come from. A change replaces the rule; images that are here stay. */
  readonly upstream: Upstream;

  /**
   * ARN of the secret `{"username": ..., "accessToken": ...}`, of this account and region, whose name begins
   * with `ecr-pullthroughcache/`. A change is made in place.
   *
   * @default none: Docker Hub, GitHub and GitLab are refused without one, the others ask for none
   */
  readonly credentialArn?: string;
}

/** Copies of what is pushed. */
export interface ReplicationProps {
  /** First parts of the repositories' names: `acme` is all of `acme/...`. A change copies later pushes alone. */
  readonly of: readonly string[];
  /** Where they go. What was copied stays where it is when a place is taken out. */
  readonly to: readonly Destination[];
}

/** A registry that gets copies. */
export interface Destination {
  /** `eu-central-1`. */
  readonly region: string;
  /** Twelve digits. That account says `receives` from this one. @default the stack's own */
  readonly accountId?: string;
}

/** Copies that come from elsewhere. */
export interface ReceivedProps extends MadeRepositories {
  /** Accounts that may send, 12 digits each. A change is made in place. @default this one alone */
  readonly fromAccounts?: readonly string[];
}

export interface RegistrySettingsProps extends ModuleProps {
  /**
   * Who looks through images: ECR after each push, or Inspector all the time, at a price for each image.
   * For every repository of the account and region. A change is made in place.
   *
   * @default "basic"
   */
  readonly scanning?: "basic" | "enhanced";

  /**
   * Caches by the first part of their repositories' names, 2 to 30 characters: `docker-hub`. Another key is
   * another cache; images below the old one stay, and are pulled no more. @default none
   */
  readonly caches?: Readonly<Record<string, CacheProps>>;

  /** Copies, by a name that their author chose. A change is made in place. @default none */
  readonly replication?: Readonly<Record<string, ReplicationProps>>;

  /**
   * Copies that arrive here, by the first part of their repositories' names: `acme`. Without it they arrive
   * from this account in repositories that nothing ever cleans up. @default none
   */
  readonly receives?: Readonly<Record<string, ReceivedProps>>;
}

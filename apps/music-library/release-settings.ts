import type { MailChannel, Severity, SlackChannel } from "@groundplan/aws/observability";
import type { ExistingRegistryProps } from "@groundplan/aws/registry";
import type { GithubRepository, SubjectFormat } from "@groundplan/core/github";

/** Whose jobs push images and release them: those of the GitHub environment `music-library-<environment>`. */
export interface PipelineSettings {
  /** The repository that the application is built from. A change shuts the other one's jobs out. */
  readonly repository: GithubRepository;

  /** How GitHub writes the subject of its tokens. A change edits the trust in place. @default "immutable" */
  readonly subjectFormat?: SubjectFormat;

  /**
   * Accounts that may copy images from here, 12 digits each: that of prod, whose release is an image that dev
   * has run. In place.
   *
   * @default none
   */
  readonly copiedTo?: readonly string[];

  /**
   * The repository whose images a release copies to here, digest by digest: that of dev, which names this
   * account in `copiedTo`. In place.
   *
   * @default none: what runs is built and pushed here
   */
  readonly copiedFrom?: ExistingRegistryProps;
}

/** Somebody who is called. The address opens incidents, so it lies in a parameter that a person puts. */
export interface OnCallChannel {
  readonly kind: "on-call";
  /** Name of the SSM parameter with the address; CI's plan must be let read it, too. */
  readonly parameter: string;
  /** Default: nothing in dev, `critical` in prod. */
  readonly hears?: readonly Severity[];
}

/** Who hears of trouble, and what a month may cost. */
export interface AlertSettings {
  /** Who hears what, by kebab-case name. One at least hears `critical`. */
  readonly channels: Readonly<Record<string, MailChannel | SlackChannel | OnCallChannel>>;

  /** Whole US dollars that the account may cost in a month. In place. */
  readonly usdPerMonth: number;
}

import {
  SecretManagerSecret,
  type SecretManagerSecretConfig,
} from "@cdktf/provider-google/lib/secret-manager-secret/index.js";
import { between, check, type Finding, known, matching, must } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import { type Rotation, RotationTopic, rotationProblems } from "./rotation.ts";
import { ExistingSecret, PINNED, SecretAccess, type SecretAddress } from "./secret-access.ts";
import { WrittenVersion } from "./written-version.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  destroyDelayDays: { dev: 0, prod: 7 },
  mustNameRegions: { dev: false, prod: true },
  versionsMustBePinned: PINNED,
  onVersionRemoved: { dev: "DELETE", prod: "DISABLE" },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

const DAY_SECONDS = 86_400;

/** What a secret may be called. */
export const NAME = /^[A-Za-z0-9_-]{1,255}$/;

/** The id of a project. */
export const PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

export interface SecretProps extends SecretAddress {
  /**
   * Regions that the value lies in. Changing them makes an empty secret and loses the values.
   *
   * @default wherever Google likes in dev; must be said in prod
   */
  readonly regions?: readonly string[];

  /**
   * Days in which a destroyed version can still be had back, 0 for none, at most 1000. In place.
   *
   * @default 0 in dev, 7 in prod
   */
  readonly destroyDelayDays?: number;

  /** Says when a new value is due, to a topic that somebody listens to. @default nobody is told */
  readonly rotation?: Rotation;

  /**
   * Number of the value that Terraform writes, out of a variable that no state or plan keeps. Counting up
   * writes another version.
   *
   * @default people or pipelines add versions: `gcloud secrets versions add`
   */
  readonly written?: number;

  /**
   * Whether Google and Terraform refuse to destroy it.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly secret?: Partial<SecretManagerSecretConfig> };
}

/**
 * A named place for one secret value and who may read it. No value ever is in a state, a plan or the
 * code.
 *
 * @stateful
 */
export class Secret extends SecretAccess {
  readonly secret: SecretManagerSecret;
  /** Where rotation is told; none where nobody is. */
  readonly rotation?: RotationTopic;
  /** What Terraform writes; none where others do. */
  readonly written?: WrittenVersion;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id, props);
    check(this, secretProblems(props));
    const { name, project, stage, written } = props;

    if (props.rotation) {
      this.rotation = new RotationTopic(this, "rotation", { ...props.rotation, name, project });
    }
    this.secret = this.createSecret(props);
    if (written !== undefined) {
      this.written = new WrittenVersion(this, "written", {
        secretId: this.secret.id,
        number: written,
        onRemoved: DEFAULTS.onVersionRemoved[stage],
      });
    }
  }

  /** A secret that another stack made, by its names: nothing is read from that stack. */
  static fromExisting(scope: Construct, id: string, props: SecretAddress): SecretAccess {
    return new ExistingSecret(scope, id, props);
  }

  protected get secretId(): string {
    return this.secret.id;
  }

  private createSecret(props: SecretProps): SecretManagerSecret {
    const { stage, name, project, regions, rotation, overrides } = props;
    const delay = props.destroyDelayDays ?? DEFAULTS.destroyDelayDays[stage];
    const protect = props.protect ?? DEFAULTS.protect[stage];
    return new SecretManagerSecret(this, "Default", {
      ...overrides?.secret,
      secretId: name,
      project,
      replication: regions
        ? { userManaged: { replicas: [...regions].sort().map((location) => ({ location })) } }
        : { auto: {} },
      versionDestroyTtl: delay > 0 ? `${delay * DAY_SECONDS}s` : undefined,
      rotation: rotation && {
        nextRotationTime: rotation.first,
        rotationPeriod: `${rotation.everyDays * DAY_SECONDS}s`,
      },
      topics: this.rotation ? [{ name: this.rotation.topic.id }] : undefined,
      deletionProtection: protect,
      dependsOn: this.rotation ? [this.rotation.grant] : undefined,
      lifecycle: {
        ...overrides?.secret?.lifecycle,
        preventDestroy: protect,
        // Google moves it on after each rotation.
        ignoreChanges: rotation ? ["rotation[0].next_rotation_time"] : [],
      },
    });
  }
}

/** Everything that is wrong with the props, in the words of the props. */
export function secretProblems(props: SecretProps): Finding[] {
  const { stage, name, project, regions, destroyDelayDays, rotation, written } = props;
  return [
    matching("name", name, NAME, "be 1 to 255 letters, digits, - and _"),
    matching("project", project, PROJECT, "be a project id, not a number"),
    must(
      regions !== undefined || !DEFAULTS.mustNameRegions[stage],
      "regions",
      "say in prod where the value lies",
      undefined,
      "it cannot be changed later without losing the values",
    ),
    must(regions === undefined || regions.length > 0, "regions", "name at least one region"),
    ...(regions ?? []).map((region) =>
      matching("regions", region, /^[a-z]+-[a-z]+\d+$/, "be regions such as europe-west1"),
    ),
    between("destroyDelayDays", destroyDelayDays, 0, 1000),
    ...(rotation ? rotationProblems(rotation) : []),
    known(written) &&
      must(Number.isInteger(written) && written >= 1, "written", "be 1 or more", written),
  ];
}

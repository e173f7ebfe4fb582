import {
  SecretManagerSecret,
  type SecretManagerSecretConfig,
} from "@cdktf/provider-google/lib/secret-manager-secret/index.js";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js";
import {
  atLeast,
  between,
  check,
  type Finding,
  known,
  matching,
  must,
} from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { type Rotation, RotationTopic, rotationProblems } from "./rotation.ts";
import { WrittenVersion } from "./written-version.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  destroyDelayDays: { dev: 0, prod: 7 },
  mustNameRegions: { dev: false, prod: true },
  versionsMustBePinned: { dev: false, prod: true },
  onVersionRemoved: { dev: "DELETE", prod: "DISABLE" },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

const DAY_SECONDS = 86_400;

export interface SecretProps extends ModuleProps {
  /** Id in the project, at most 255 characters. Changing it makes an empty one and loses the values. */
  readonly name: string;

  /** Project id. Changing it makes an empty one and loses the values. */
  readonly project: string;

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
export class Secret extends Construct {
  readonly secret: SecretManagerSecret;
  /** Where rotation is told; none where nobody is. */
  readonly rotation?: RotationTopic;
  /** What Terraform writes; none where others do. */
  readonly written?: WrittenVersion;

  private readonly path: string;
  private readonly pinned: boolean;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    check(this, secretProblems(props));
    const { name, project, stage, written } = props;
    this.path = secretPath(project, name);
    this.pinned = DEFAULTS.versionsMustBePinned[stage];

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

  /**
   * A version by its number: `projects/<project>/secrets/<name>/versions/3`. `latest` is for dev: a
   * machine that starts again would take a value that was never tried, and there is no going back.
   */
  version(version: number | "latest"): string {
    check(this, [
      must(version !== "latest" || !this.pinned, "version", "be a number in prod", version),
      typeof version === "number" && atLeast("version", version, 1),
    ]);
    return `${this.path}/versions/${version}`;
  }

  /** Lets `reader` read every version: `roles/secretmanager.secretAccessor` on this secret. */
  grantRead(reader: GoogleGrantee): void {
    this.grant("read", reader, "roles/secretmanager.secretAccessor");
  }

  /** Lets `adder` add versions: `roles/secretmanager.secretVersionAdder` on this secret. It reads none. */
  grantAdd(adder: GoogleGrantee): void {
    this.grant("add", adder, "roles/secretmanager.secretVersionAdder");
  }

  private grant(job: string, { key, member }: GoogleGrantee, role: string): void {
    const { id: secretId } = this.secret;
    new SecretManagerSecretIamMember(this, `${job}-${key}`, { secretId, role, member });
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

/** A secret by its names, for those who only refer to it. */
export function secretPath(project: string, name: string): string {
  return `projects/${project}/secrets/${name}`;
}

/** Everything that is wrong with the props, in the words of the props. */
export function secretProblems(props: SecretProps): Finding[] {
  const { stage, name, project, regions, destroyDelayDays, rotation, written } = props;
  return [
    matching("name", name, /^[A-Za-z0-9_-]{1,255}$/, "be 1 to 255 letters, digits, - and _"),
    matching("project", project, /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "be a project id, not a number"),
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

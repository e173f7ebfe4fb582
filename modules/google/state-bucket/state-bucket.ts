import {
  StorageBucket,
  type StorageBucketConfig,
} from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { atLeast, between, check, matching } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import { ExistingStateBucket, type ExistingStateBucketProps, StateStore } from "./state-store.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  keepDays: { dev: 90, prod: 365 },
  keepVersions: { dev: 10, prod: 50 },
  softDeleteDays: { dev: 7, prod: 30 },
} as const satisfies Record<string, PerStage<unknown>>;

const DAY_SECONDS = 86_400;

export interface StateBucketProps extends ModuleProps {
  /**
   * Physical name, 3 to 63 characters, unique in the world. Changing it is refused at plan: the
   * states lie in it.
   */
  readonly name: string;

  /** Project that the bucket belongs to. Changing it is refused at plan. */
  readonly project: string;

  /** Region or multi-region: `europe-west1`, `EU`. Changing it is refused at plan. */
  readonly location: string;

  /**
   * Days that an old version of a state is kept at least, from 30 on. A change is made in place.
   *
   * @default 90 in dev, 365 in prod
   */
  readonly keepDays?: number;

  /**
   * Old versions of each state that are kept however old they are, 1 to 100. In place.
   *
   * @default 10 in dev, 50 in prod
   */
  readonly keepVersions?: number;

  /**
   * Days in which what was deleted for good can still be restored, 7 to 90. In place.
   *
   * @default 7 in dev, 30 in prod
   */
  readonly softDeleteDays?: number;

  /** Last word on the bucket; shallow. See the README. */
  readonly overrides?: { readonly bucket?: Partial<StorageBucketConfig> };
}

/**
 * A private bucket for Terraform states: versioned, with soft delete, and refused to every plan that
 * would destroy it, in every stage.
 *
 * @stateful
 */
export class StateBucket extends StateStore {
  readonly bucket: StorageBucket;
  readonly name: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const keepDays = props.keepDays ?? DEFAULTS.keepDays[props.stage];
    const keepVersions = props.keepVersions ?? DEFAULTS.keepVersions[props.stage];
    const softDeleteDays = props.softDeleteDays ?? DEFAULTS.softDeleteDays[props.stage];
    check(this, [
      nameProblem("name", "google-bucket", props.name),
      matching("location", props.location, /^[A-Za-z0-9-]+$/, "be a region or a multi-region"),
      atLeast("keepDays", keepDays, 30),
      between("keepVersions", keepVersions, 1, 100),
      between("softDeleteDays", softDeleteDays, 7, 90),
    ]);

    this.name = props.name;
    this.bucket = new StorageBucket(this, "Default", {
      storageClass: "STANDARD",
      lifecycleRule: lifecycleRules(keepDays, keepVersions),
      softDeletePolicy: { retentionDurationSeconds: softDeleteDays * DAY_SECONDS },
      ...props.overrides?.bucket,
      name: props.name,
      project: props.project,
      location: props.location.toUpperCase(),
      versioning: { enabled: true },
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: false,
      lifecycle: { ...props.overrides?.bucket?.lifecycle, preventDestroy: true },
    });
  }

  /** A bucket that another stack makes, for grants. */
  static fromExisting(
    scope: Construct,
    id: string,
    props: ExistingStateBucketProps,
  ): ExistingStateBucket {
    return new ExistingStateBucket(scope, id, props);
  }
}

function lifecycleRules(
  daysSinceNoncurrentTime: number,
  numNewerVersions: number,
): StorageBucketConfig["lifecycleRule"] {
  return [
    {
      action: { type: "Delete" },
      // Both must hold: old enough, and enough newer ones there.
      condition: { daysSinceNoncurrentTime, numNewerVersions, withState: "ARCHIVED" },
    },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 1 } },
  ];
}

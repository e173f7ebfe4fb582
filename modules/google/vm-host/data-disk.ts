import {
  ComputeDisk,
  type ComputeDiskConfig,
} from "@cdktf/provider-google/lib/compute-disk/index.js";
import { ComputeDiskResourcePolicyAttachment } from "@cdktf/provider-google/lib/compute-disk-resource-policy-attachment/index.js";
import { ComputeResourcePolicy } from "@cdktf/provider-google/lib/compute-resource-policy/index.js";
import { hashedName } from "@groundplan/core/naming";
import { between, type Finding, must, oneOf, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { Construct } from "constructs";

/** The disk that outlives the machine. */
export interface DataDiskOptions {
  /**
   * GiB, 10 to 65536. Growing is done while it is in use. A smaller one replaces the disk and loses the
   * data, which is refused while it is protected.
   *
   * @default 10 in dev, 50 in prod
   */
  readonly sizeGiB?: number;
  /** Kind of disk. Changing it replaces the disk and loses the data. @default "pd-balanced" */
  readonly type?: "pd-balanced" | "pd-ssd" | "pd-standard";
  /** A key of one's own. Changing it replaces the disk and loses the data. @default Google's key */
  readonly keyId?: string;
}

/** Snapshots, or the reason why there are none. */
export type SnapshotChoice = SnapshotOptions | { readonly off: Reason };

/** Daily snapshots. What is on the disk mid-write is in them: they are no backup of a database. */
export interface SnapshotOptions {
  /** Days that each is kept, 1 to 365; also after the disk is gone. @default 14 */
  readonly keepDays?: number;
  /** Hour of the day in UTC, 0 to 23. @default 2 */
  readonly hourUtc?: number;
  /** Region or multi-region that they lie in. @default the multi-region nearest to the disk */
  readonly location?: string;
}

/** What the disk is made from. */
export interface DataDiskProps {
  /** Name of the machine, beginning of the disk's and the schedule's. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** Zone of the machine. */
  readonly zone: string;
  /** Region of the zone. */
  readonly region: string;
  /** Size and kind. */
  readonly disk: DataDiskOptions & { readonly sizeGiB: number };
  /** Snapshots to take. @default none */
  readonly snapshots?: SnapshotOptions;
  /** Whether a plan that destroys the disk is refused. */
  readonly protect: boolean;
  /** Last word on the disk; shallow. @default none */
  readonly override?: Partial<ComputeDiskConfig>;
}

/**
 * A disk with a life of its own, and the schedule of its snapshots.
 *
 * @stateful
 */
export class DataDisk extends Construct {
  readonly disk: ComputeDisk;
  readonly schedule?: ComputeResourcePolicy;

  constructor(scope: Construct, id: string, props: DataDiskProps) {
    super(scope, id);
    const { name, project, zone, disk, override } = props;
    this.disk = new ComputeDisk(this, "Default", {
      ...override,
      name: `${name}-data`,
      project,
      zone,
      type: disk.type ?? "pd-balanced",
      size: disk.sizeGiB,
      diskEncryptionKey: disk.keyId ? { kmsKeySelfLink: disk.keyId } : undefined,
      lifecycle: { ...override?.lifecycle, preventDestroy: props.protect },
    });
    if (props.snapshots) this.schedule = this.createSchedule(props, props.snapshots);
  }

  /**
   * A schedule in use can be neither changed nor removed (terraform-provider-google#9435): another one
   * gets another name and is there before the old one goes.
   */
  private createSchedule(
    { name, project, region, zone }: DataDiskProps,
    { keepDays = 14, hourUtc = 2, location }: SnapshotOptions,
  ): ComputeResourcePolicy {
    const startTime = `${String(hourUtc).padStart(2, "0")}:00`;
    const schedule = new ComputeResourcePolicy(this, "snapshots", {
      name: hashedName(`${name}-snapshots`, [keepDays, startTime, location]),
      project,
      region,
      description: "Daily snapshots of the data disk",
      snapshotSchedulePolicy: {
        schedule: { dailySchedule: { daysInCycle: 1, startTime } },
        retentionPolicy: { maxRetentionDays: keepDays, onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS" },
        snapshotProperties: location ? { storageLocations: [location] } : undefined,
      },
      lifecycle: { createBeforeDestroy: true },
    });
    new ComputeDiskResourcePolicyAttachment(this, "takes-snapshots", {
      name: schedule.name,
      project,
      zone,
      disk: this.disk.name,
    });
    return schedule;
  }
}

/** What is wrong with the disk and its snapshots. */
export function diskProblems(
  disk: DataDiskOptions,
  snapshots: SnapshotChoice | undefined,
): Finding[] {
  return [
    between("dataDisk.sizeGiB", disk.sizeGiB, 10, 65_536),
    oneOf("dataDisk.type", disk.type, ["pd-balanced", "pd-ssd", "pd-standard"]),
    ...snapshotProblems(snapshots),
  ];
}

function snapshotProblems(choice: SnapshotChoice | undefined): Finding[] {
  if (!choice) return [];
  if ("off" in choice) return [reasonGiven("snapshots.off", choice.off.reason)];
  return [
    between("snapshots.keepDays", choice.keepDays, 1, 365),
    between("snapshots.hourUtc", choice.hourUtc, 0, 23),
    must(
      choice.hourUtc === undefined || Number.isInteger(choice.hourUtc),
      "snapshots.hourUtc",
      "be a full hour",
      choice.hourUtc,
    ),
  ];
}

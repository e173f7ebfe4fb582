import type { ComputeDiskConfig } from "@cdktf/provider-google/lib/compute-disk/index.js";
import type { ComputeInstanceConfig } from "@cdktf/provider-google/lib/compute-instance/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { GoogleGrantee } from "../iam/index.ts";
import type { Identity, ReachableNetwork } from "../network/index.ts";
import type { HostApp } from "./app.ts";
import type { DataDiskOptions, SnapshotChoice } from "./data-disk.ts";
import type { HostImage } from "./image.ts";
import type { OfficeHours } from "./office-hours.ts";
import type { HostWatch } from "./watch.ts";

/** What a host is made from. */
export interface VmHostProps extends ModuleProps {
  /** Name of the machine and beginning of every other name. Changing it replaces the machine. */
  readonly name: string;

  /** Zone in the network's region: `europe-west1-b`. Changing it replaces the machine and its data. */
  readonly zone: string;

  /** Where it stands. A change stops the machine, which is refused in prod unless `mayStop`. */
  readonly network: ReachableNetwork;

  /** Key of the subnet that it stands in. A change stops the machine as well. */
  readonly subnet: string;

  /** The host's own identity: a `ServiceAccount`, which nothing else acts as. In place, with a stop. */
  readonly account: Identity & GoogleGrantee;

  /**
   * What it boots from. Another image replaces the machine and its boot disk, and never the data disk:
   * about two minutes without an answer.
   */
  readonly image: HostImage;

  /** What it runs. A change of the release is made by the host itself, without a restart of the machine. */
  readonly app: HostApp;

  /**
   * Size: `e2-small`. A change stops the machine, which is refused in prod unless `mayStop`.
   *
   * @default "e2-small" in dev, "e2-medium" in prod
   */
  readonly machineType?: string;

  /**
   * GiB of the boot disk, at least 10. Holds the system and images; a change replaces the machine.
   *
   * @default 20
   */
  readonly bootDiskGiB?: number;

  /** The disk that outlives the machine. @default 10 GiB in dev, 50 in prod */
  readonly dataDisk?: DataDiskOptions;

  /** Snapshots of the data disk; `{ off: { reason } }` for none. @default off in dev, daily for 14 days in prod */
  readonly snapshots?: SnapshotChoice;

  /**
   * Why it has a public address that stays. Without one it leaves by NAT and is reached inside.
   *
   * @default no public address
   */
  readonly publicAddress?: Reason;

  /**
   * Whether Google may take the machine away at half a minute's notice, for a fraction of the price.
   * It is stopped then and keeps its disks. Replaces the machine.
   *
   * @default true in dev, false in prod
   */
  readonly spot?: boolean;

  /** When it runs, where that is not always. A change is made in place. @default always */
  readonly hours?: OfficeHours;

  /** Who is told when it does not answer; `{ off: { reason } }` for nobody. @default off in dev; must be said in prod */
  readonly watch?: HostWatch;

  /**
   * Whether people log in with a second factor. In place.
   *
   * @default false in dev, true in prod
   */
  readonly twoFactor?: boolean;

  /**
   * Whether an apply may stop the machine where a change needs it.
   *
   * @default true in dev, false in prod
   */
  readonly mayStop?: boolean;

  /**
   * Whether plans that destroy the data disk or the address are refused (`prevent_destroy`).
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly instance?: Partial<ComputeInstanceConfig>;
    readonly dataDisk?: Partial<ComputeDiskConfig>;
  };
}

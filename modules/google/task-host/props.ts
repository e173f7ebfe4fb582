import type { ComputeInstanceConfig } from "@cdktf/provider-google/lib/compute-instance/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { GoogleGrantee } from "../iam/index.ts";
import type { Identity, ReachableNetwork } from "../network/index.ts";
import type { ImageChoice, OfficeHours } from "../vm-host/index.ts";

/** What a machine with a task is made from. */
export interface TaskHostProps extends ModuleProps {
  /** Name of the machine and beginning of every other name. Changing it replaces the machine. */
  readonly name: string;

  /** Zone in the network's region: `europe-west1-b`. Changing it replaces the machine. */
  readonly zone: string;

  /** Where it stands. Nothing is let in. A change stops the machine. */
  readonly network: ReachableNetwork;

  /** Key of the subnet that it stands in. A change stops the machine. */
  readonly subnet: string;

  /** Whose rights the task has: a `ServiceAccount`, which nothing else acts as. In place, with a stop. */
  readonly account: Identity & GoogleGrantee;

  /** What it boots from: the image of a Debian `vm-host`. Another one replaces the machine. */
  readonly image: ImageChoice;

  /** What it does each time that it wakes, and what that needs. Counts from the next start on. */
  readonly task: HostTask;

  /** When it wakes and when it is stopped, whatever it does then. A change is made in place. */
  readonly hours: OfficeHours & {
    /**
     * Whether Google's account may start and stop machines of the project by another stack already.
     *
     * @default false: this one grants it
     */
    readonly granted?: boolean;
  };

  /** Who is told that the task failed, or that there is no sign of it. */
  readonly watch: TaskWatch;

  /**
   * Why it has a public address while it runs, to leave by: nothing comes in.
   *
   * @default none: it reaches Google's services, and others by NAT
   */
  readonly publicAddress?: Reason;

  /** Size: `e2-small`. A change stops the machine. @default "e2-small" */
  readonly machineType?: string;

  /** GiB of its only disk, at least 10. A change replaces the machine. @default 20 */
  readonly bootDiskGiB?: number;

  /**
   * Whether Google may take the machine away at half a minute's notice, for a fraction of the price.
   * Replaces the machine.
   *
   * @default true in dev, false in prod
   */
  readonly spot?: boolean;

  /**
   * Whether people log in with a second factor. In place.
   *
   * @default false in dev, true in prod
   */
  readonly twoFactor?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly instance?: Partial<ComputeInstanceConfig> };
}

/** A unit of systemd that ends, and its files. */
export interface HostTask {
  /** The service without its ending: `groundplan-backup-drill@graph`. In the image, or among `files`. */
  readonly unit: string;

  /** Minutes that it may take, 1 to 1380; then it has failed. Fewer than the machine runs. @default 120 */
  readonly minutes?: number;

  /** Files by absolute path, such as settings and drop-ins. Never a secret. @default none */
  readonly files?: Readonly<Record<string, string>>;
}

/** Who is told. */
export interface TaskWatch {
  /** Notification channels: `projects/<project>/notificationChannels/<id>`. At least one. */
  readonly channels: readonly string[];

  /**
   * A series of Cloud Monitoring that grows when the task is done and else never, as PromQL selects it:
   * `{"storage.googleapis.com/api/request_count",bucket_name="dumps",method="ReadObject"}`.
   */
  readonly sign: string;

  /** Days without that sign, 1 to 60, after which the machine itself is not well. @default 8 */
  readonly maxAgeDays?: number;

  /** What whoever is told must know, and do. */
  readonly advice: string;
}

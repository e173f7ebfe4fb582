import type { IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { Cluster } from "../ecs-cluster/index.ts";
import type { GatewayService, InterfaceService } from "../vpc/endpoint-services.ts";
import type { Network } from "../vpc/network.ts";
import type { StartCondition } from "./container.ts";
import type { Environment } from "./environment.ts";
import type { Architecture, Image } from "./image.ts";
import type { LogSettings } from "./logs.ts";
import type { Secrets } from "./secrets.ts";
import type { Sidecars } from "./sidecar.ts";
import type { TaskSize } from "./task-size.ts";
import type { Volumes } from "./volumes.ts";

/** How the application's container is closed off. */
export interface Hardening {
  /** User and group by number that the application runs as. @default "1000:1000" */
  readonly user?: string;
  /** Why the application has to run as root. @default it does not */
  readonly rootUser?: Reason;
  /** Why its root file system has to be writable. @default it is read-only, but for volumes */
  readonly writableRoot?: Reason;
  /** Size of `/tmp` in MiB, kept in the task's memory; 0 for none. @default 64 */
  readonly tmpMiB?: number;
}

/** Where in a network tasks stand. */
export interface Placement {
  /**
   * Tier of the network. In an isolated one tasks reach nothing but the network and its endpoints,
   * whatever way out the network has.
   *
   * @default "private", and "public" with a public address
   */
  readonly tier?: string;
  /** Why tasks get addresses that the internet can reach. @default they get none */
  readonly publicAddress?: Reason;
}

export interface FargateAppProps extends ModuleProps {
  /**
   * Physical name of the application: processes are `<name>-<process>`. At most 53 characters, as
   * its roles are named by it. Changing it replaces everything.
   */
  readonly name: string;

  /** Cluster in which the processes run. Changing it replaces the services. */
  readonly cluster: Cluster;

  /** Network in which the tasks stand. Changing it replaces the services and their security group. */
  readonly network: Network;

  /**
   * The tier, and whether tasks have public addresses. A change starts new tasks.
   *
   * @default private subnets, no public address
   */
  readonly placement?: Placement;

  /** The application's image: pinned here, or named by a pipeline (`ReleasedImage`). A change deploys. */
  readonly image: Image;

  /**
   * Size of a task; a process may have another one. A change deploys.
   *
   * @default 256 CPU units and 512 MiB in dev, 512 and 1024 in prod
   */
  readonly size?: TaskSize;

  /**
   * Processor. The image must be built for it. A change deploys.
   *
   * @default "ARM64"
   */
  readonly architecture?: Architecture;

  /**
   * Plain environment variables of every process. A change deploys.
   *
   * @default {}
   */
  readonly environment?: Environment;

  /**
   * Secrets of every process, by environment variable. A change deploys; a new value of the secret
   * reaches tasks that start after it (see `RedeployOnRotation`).
   *
   * @default {}
   */
  readonly secrets?: Secrets;

  /**
   * Services of AWS that the application itself calls: `sqs`. A network without a way out must have their
   * endpoints. A change does nothing by itself.
   *
   * @default none: only what its image, logs and secrets need is looked for
   */
  readonly calls?: readonly (InterfaceService | GatewayService)[];

  /**
   * Other containers in every task. A change deploys.
   *
   * @default {}
   */
  readonly sidecars?: Sidecars;

  /**
   * Sidecars that come before the application, and how far they must be. A change deploys.
   *
   * @default none
   */
  readonly startAfter?: Readonly<Record<string, StartCondition>>;

  /**
   * Places that the application may write to, beside `/tmp`. A change deploys.
   *
   * @default {}
   */
  readonly volumes?: Volumes;

  /**
   * Disk of a task in GiB, 21 to 200; what is above 20 costs. A change deploys.
   *
   * @default 20
   */
  readonly ephemeralStorageGiB?: number;

  /**
   * Where the lines go and how long they are kept. A change of retention deletes what is older.
   *
   * @default CloudWatch Logs, 7 days in dev, 90 in prod
   */
  readonly logs?: LogSettings;

  /**
   * User and root file system. A change deploys.
   *
   * @default not root, nothing writable but `/tmp` and volumes
   */
  readonly hardening?: Hardening;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly taskRole?: Partial<IamRoleConfig> };
}

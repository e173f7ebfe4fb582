import type { CloudRunV2ServiceConfig } from "@cdktf/provider-google/lib/cloud-run-v2-service/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { Identity, ReachableNetwork } from "../network/index.ts";
import type { HostApp } from "../vm-host/index.ts";

/** What a service is made from. */
export interface CloudRunProps extends ModuleProps {
  /** Name of the service, at most 49 characters. Changing it makes another one, with another address. */
  readonly name: string;

  /** Project id. Changing it makes another service. */
  readonly project: string;

  /** Region: `europe-west1`. Changing it makes another service. */
  readonly region: string;

  /** The service's own identity: a `ServiceAccount`. A change starts new instances. */
  readonly account: Identity;

  /** The same definition that `VmHost` runs; one of its services runs here. A change starts new instances. */
  readonly app: RunnableApp;

  /** Which service of the app's Compose file runs here: that of the release. A change starts new instances. */
  readonly service: string;

  /** Port that it listens on, 1 to 65535. A change starts new instances. */
  readonly port: number;

  /** Path that answers 200 once it is ready and while it is well. @default "/health" */
  readonly healthPath?: string;

  /** What differs here from the Compose file: where the database is. @default nothing */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Other services of the Compose file that run in the same instance and are there before it, by name:
   * they meet at 127.0.0.1. For what goes between, such as Cloud SQL's proxy. A change starts new instances.
   *
   * @default none
   */
  readonly beside?: Readonly<Record<string, BesideService>>;

  /** Subnet that it reaches private addresses through. @default it reaches none */
  readonly network?: { readonly network: ReachableNetwork; readonly subnet: string };

  /**
   * Instances that always run, and that run at most. In place.
   *
   * @default 0 to 2 in dev, 1 to 10 in prod
   */
  readonly instances?: { readonly min: number; readonly max: number };

  /**
   * CPUs (1, 2, 4, 6 or 8) and MiB of each instance. A change starts new instances.
   *
   * @default 1 CPU, 512 MiB
   */
  readonly size?: { readonly cpus: 1 | 2 | 4 | 6 | 8; readonly memoryMiB: number };

  /**
   * Where requests come from: anywhere, the project's networks, or its load balancers. In place.
   *
   * @default "anywhere" in dev, "load-balancer" in prod
   */
  readonly ingress?: "anywhere" | "internal" | "load-balancer";

  /** Why everybody may call it; else only who is granted. In place. @default only who is granted */
  readonly publicAccess?: Reason;

  /**
   * Whether Google refuses to destroy it. Taken away in an apply of its own.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly service?: Partial<CloudRunV2ServiceConfig> };
}

/** The part of an app that is not the machine's. */
export type RunnableApp = Pick<HostApp, "compose" | "release" | "releaseOwner" | "secrets">;

/** How a service that runs beside tells that it is ready: 200 by HTTP. */
export interface BesideService {
  /** Port, 1 to 65535, on all addresses. */
  readonly healthPort: number;
  /** Path: `/startup`. */
  readonly healthPath: string;
}

import { type Finding, matching, must, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import type { ContainerHealthCheck, StartCondition } from "./container.ts";
import { healthCheckProblems } from "./container.ts";
import { type Environment, environmentProblems } from "./environment.ts";
import { type Architecture, type Image, imageProblems } from "./image.ts";
import { type Secrets, secretProblems } from "./secrets.ts";

/** Name of the container that runs the application. Pipelines and load balancers know it by this. */
export const APP_CONTAINER = "app";

/** Name of the container that routes logs. */
export const LOG_ROUTER = "log-router";

/** Another container in every task of the application. */
export interface Sidecar {
  /** Image, by digest or immutable tag. */
  readonly image: Image;
  /** @default the image's own */
  readonly command?: readonly string[];
  /** @default {} */
  readonly environment?: Environment;
  /** @default {} */
  readonly secrets?: Secrets;
  /** Whether the task ends when this container ends. @default true */
  readonly essential?: boolean;
  /** User and group by number. @default "1000:1000" */
  readonly user?: string;
  /** Why it has to run as root. @default it does not */
  readonly rootUser?: Reason;
  /** Why its root file system has to be writable. @default it is read-only */
  readonly writableRoot?: Reason;
  /** @default none: it is well as long as it runs */
  readonly healthCheck?: ContainerHealthCheck;
  /** Containers that come first, and how far they must be. @default none */
  readonly startAfter?: Readonly<Record<string, StartCondition>>;
  /** Volumes of the application by name, and where this container has them. @default none */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Memory that is kept for it, in MiB. @default none is kept */
  readonly memoryReservationMiB?: number;
}

/** Sidecars by the name of their container. */
export type Sidecars = Readonly<Record<string, Sidecar>>;

/** Checks what stands in each sidecar; how they depend on one another is checked elsewhere. */
export function sidecarProblems(
  prop: string,
  sidecars: Sidecars,
  volumeNames: readonly string[],
  architecture: Architecture,
): Finding[] {
  return Object.entries(sidecars).flatMap(([name, sidecar]) => {
    const at = `${prop}.${name}`;
    const { environment = {}, secrets = {}, mounts = {} } = sidecar;
    return [
      matching(at, name, /^[a-z][a-z0-9-]{0,254}$/, "be named in kebab case"),
      must(![APP_CONTAINER, LOG_ROUTER].includes(name), at, "have another name: this one is taken"),
      ...imageProblems(`${at}.image`, sidecar.image, architecture),
      ...environmentProblems(`${at}.environment`, environment, Object.keys(secrets)),
      ...secretProblems(`${at}.secrets`, secrets),
      ...healthCheckProblems(`${at}.healthCheck`, sidecar.healthCheck),
      ...userProblems(at, sidecar),
      ...Object.keys(mounts).map((volume) =>
        must(volumeNames.includes(volume), `${at}.mounts.${volume}`, "name one of the volumes"),
      ),
    ];
  });
}

/** Checks that root and a writable root file system come with a reason. */
export function userProblems(
  prop: string,
  { user, rootUser, writableRoot }: Pick<Sidecar, "user" | "rootUser" | "writableRoot">,
): Finding[] {
  return [
    must(
      user === undefined || !/^(root|0)(:|$)/.test(user),
      `${prop}.user`,
      "not be root",
      user,
      "set rootUser with the reason",
    ),
    must(
      user === undefined || rootUser === undefined,
      `${prop}.user`,
      "not be set together with rootUser",
      user,
    ),
    rootUser && reasonGiven(`${prop}.rootUser`, rootUser.reason),
    writableRoot && reasonGiven(`${prop}.writableRoot`, writableRoot.reason),
  ];
}

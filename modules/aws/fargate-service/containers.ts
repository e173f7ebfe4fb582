import type { Reason, Stage } from "@groundplan/core/stage";
import type { Container, ContainerHealthCheck } from "./container.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Environment } from "./environment.ts";
import type { FargateAppProps } from "./fargate-app-props.ts";
import { imageReference } from "./image.ts";
import { type LogTarget, toCloudwatch, toFirelens } from "./logs.ts";
import type { Secrets } from "./secrets.ts";
import { APP_CONTAINER, LOG_ROUTER, type Sidecar } from "./sidecar.ts";
import { mountPoints, tmpfsMounts, type Volumes } from "./volumes.ts";

/** What a process adds to its application. */
export interface ProcessContainer {
  readonly command?: readonly string[];
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly port?: Container["port"];
  readonly healthCheck?: ContainerHealthCheck;
  readonly stopTimeoutSeconds: number;
  readonly volumes: Volumes;
  readonly log: LogTarget;
}

/** All containers of a task: the application, its log router, its sidecars by name. */
export function containersOf(app: FargateAppProps, process: ProcessContainer): Container[] {
  const sidecars = Object.entries(app.sidecars ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sidecar]) => sidecarContainer(name, sidecar, app, process.log));
  return [appContainer(app, process), ...routerContainer(app, process.log), ...sidecars];
}

function appContainer(app: FargateAppProps, process: ProcessContainer): Container {
  const { hardening = {}, logs = {} } = app;
  const { log, volumes, ...own } = process;
  return {
    ...own,
    name: APP_CONTAINER,
    image: imageReference(app.image),
    essential: true,
    log: logs.firelens ? toFirelens(logs.firelens) : toCloudwatch(logs, log),
    ...closedOff(hardening, app.stage),
    mounts: mountPoints(volumes),
    tmpfs: tmpfsMounts(volumes),
    startAfter: {
      ...(logs.firelens && { [LOG_ROUTER]: "START" as const }),
      ...app.startAfter,
    },
    labels: reasons({
      "root-user": hardening.rootUser,
      "writable-root": hardening.writableRoot,
      "public-address": app.placement?.publicAddress,
    }),
  };
}

function routerContainer({ logs = {} }: FargateAppProps, log: LogTarget): Container[] {
  const { firelens } = logs;
  if (!firelens) return [];
  return [
    {
      name: LOG_ROUTER,
      image: imageReference(firelens.image),
      essential: true,
      environment: {},
      secrets: {},
      log: toCloudwatch({}, log),
      readonlyRoot: true,
      // The agent opens the router's socket as root.
      user: "0",
      memoryReservationMiB: firelens.memoryReservationMiB ?? 64,
      firelensRouter: true,
    },
  ];
}

function sidecarContainer(
  name: string,
  sidecar: Sidecar,
  { logs = {}, volumes = {}, stage }: FargateAppProps,
  log: LogTarget,
): Container {
  const mounts = Object.entries(sidecar.mounts ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sourceVolume, containerPath]) => ({
      sourceVolume,
      containerPath,
      readOnly: volumes[sourceVolume]?.readOnly ?? false,
    }));
  return {
    name,
    image: imageReference(sidecar.image),
    essential: sidecar.essential ?? true,
    command: sidecar.command,
    environment: sidecar.environment ?? {},
    secrets: sidecar.secrets ?? {},
    log: toCloudwatch({ blocking: logs.blocking }, log),
    ...closedOff(sidecar, stage),
    mounts,
    startAfter: sidecar.startAfter,
    healthCheck: sidecar.healthCheck,
    memoryReservationMiB: sidecar.memoryReservationMiB,
    labels: reasons({ "root-user": sidecar.rootUser, "writable-root": sidecar.writableRoot }),
  };
}

function closedOff(
  { user, rootUser, writableRoot }: Pick<Sidecar, "user" | "rootUser" | "writableRoot">,
  stage: Stage,
) {
  return {
    user: rootUser ? "0" : (user ?? DEFAULTS.user[stage]),
    readonlyRoot: writableRoot === undefined,
  };
}

/** Why something is loosened, as labels of the container: they stand in every plan. */
function reasons(given: Readonly<Record<string, Reason | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([what, loosened]) =>
      loosened ? [[`groundplan.${what}`, loosened.reason]] : [],
    ),
  );
}

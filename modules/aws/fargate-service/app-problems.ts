import { nameProblem } from "@groundplan/core/naming";
import {
  atLeast,
  between,
  type Finding,
  must,
  oneOf,
  reasonGiven,
} from "@groundplan/core/problems";
import { DEFAULTS } from "./defaults.ts";
import { environmentProblems } from "./environment.ts";
import type { FargateAppProps } from "./fargate-app-props.ts";
import { imageProblems } from "./image.ts";
import { logProblems } from "./logs.ts";
import { secretProblems } from "./secrets.ts";
import { APP_CONTAINER, LOG_ROUTER, sidecarProblems, userProblems } from "./sidecar.ts";
import { type Startable, startOrderProblems } from "./start-order.ts";
import { type TaskSize, taskSizeProblem } from "./task-size.ts";
import { volumeProblems } from "./volumes.ts";

/** What an application says of itself, without what it stands in. */
export type AppSettings = Omit<FargateAppProps, "cluster" | "network" | "overrides">;

/** Size and processor: the caller's, else the stage's default. */
export function resolveApp({ stage, size, architecture }: AppSettings) {
  return {
    size: size ?? { cpuUnits: DEFAULTS.cpuUnits[stage], memoryMiB: DEFAULTS.memoryMiB[stage] },
    architecture: architecture ?? DEFAULTS.architecture[stage],
  };
}

/** Everything that is wrong with what an application says of itself. */
export function appProblems(props: AppSettings): Finding[] {
  const { size, architecture } = resolveApp(props);
  const { environment = {}, secrets = {}, sidecars = {}, volumes = {}, hardening = {} } = props;
  const router = props.logs?.firelens;
  return [
    nameProblem("name", "iam-role", `${props.name}-execution`),
    nameProblem("name", "task-family", props.name),
    taskSizeProblem("size", size),
    oneOf("architecture", architecture, ["ARM64", "X86_64"]),
    ...imageProblems("image", props.image, architecture),
    ...environmentProblems("environment", environment, Object.keys(secrets)),
    ...secretProblems("secrets", secrets),
    ...sidecarProblems("sidecars", sidecars, Object.keys(volumes), architecture),
    ...volumeProblems("volumes", volumes, size.memoryMiB),
    ...startOrderProblems(startables(props)),
    ...logProblems("logs", props.logs ?? {}),
    ...(router ? imageProblems("logs.firelens.image", router.image, architecture) : []),
    ...userProblems("hardening", hardening),
    atLeast("hardening.tmpMiB", hardening.tmpMiB, 0),
    between("ephemeralStorageGiB", props.ephemeralStorageGiB, 21, 200),
    reservationProblem(props, size),
    props.placement?.publicAddress &&
      reasonGiven("placement.publicAddress", props.placement.publicAddress.reason),
  ];
}

function startables(props: AppSettings): Record<string, Startable> {
  const sidecars = Object.entries(props.sidecars ?? {}).map(([name, sidecar]) => [
    name,
    {
      essential: sidecar.essential ?? true,
      hasHealthCheck: sidecar.healthCheck !== undefined,
      startAfter: sidecar.startAfter ?? {},
    },
  ]);
  return {
    // Whether the application has a health check is a process's matter.
    [APP_CONTAINER]: { essential: true, hasHealthCheck: true, startAfter: props.startAfter ?? {} },
    ...(props.logs?.firelens && {
      [LOG_ROUTER]: { essential: true, hasHealthCheck: false, startAfter: {} },
    }),
    ...Object.fromEntries(sidecars),
  };
}

function reservationProblem(props: AppSettings, { memoryMiB }: TaskSize): Finding {
  const kept = Object.values(props.sidecars ?? {}).reduce(
    (sum, { memoryReservationMiB = 0 }) => sum + memoryReservationMiB,
    props.logs?.firelens ? (props.logs.firelens.memoryReservationMiB ?? 64) : 0,
  );
  return must(
    kept < memoryMiB,
    "sidecars",
    `keep less memory than the task's ${memoryMiB} MiB`,
    kept,
    "the application needs the rest",
  );
}

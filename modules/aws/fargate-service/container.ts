import { between, type Finding, must } from "@groundplan/core/problems";
import type { Environment } from "./environment.ts";
import type { LogConfiguration } from "./logs.ts";
import { type Secrets, valueFrom } from "./secrets.ts";
import type { MountPoint, TmpfsMount } from "./volumes.ts";

/** When a container is far enough for another one to start. */
export type StartCondition = "START" | "HEALTHY" | "COMPLETE" | "SUCCESS";

/** How ECS asks a container whether it is well. */
export interface ContainerHealthCheck {
  /** Command that ends with 0 when it is: `["CMD-SHELL", "curl -f http://localhost:8000/health"]`. */
  readonly command: readonly string[];
  /** Seconds between two questions, 5 to 300. @default 10 */
  readonly intervalSeconds?: number;
  /** Seconds that an answer may take, 2 to 60. @default 5 */
  readonly timeoutSeconds?: number;
  /** Failures in a row that make it unwell, 1 to 10. @default 3 */
  readonly retries?: number;
  /** Seconds after the start in which failures do not count, 0 to 300. @default 30 */
  readonly startPeriodSeconds?: number;
}

/** One container of a task, whole: what the task definition says of it. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly command?: readonly string[];
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly log: LogConfiguration;
  readonly readonlyRoot: boolean;
  readonly user?: string;
  readonly port?: { readonly number: number; readonly name: string; readonly protocol?: string };
  readonly mounts?: readonly MountPoint[];
  readonly tmpfs?: readonly TmpfsMount[];
  readonly startAfter?: Readonly<Record<string, StartCondition>>;
  readonly healthCheck?: ContainerHealthCheck;
  readonly stopTimeoutSeconds?: number;
  readonly memoryReservationMiB?: number;
  /** Labels; reasons for what is loosened stand here. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly firelensRouter?: boolean;
}

/**
 * The container definitions as JSON, in the form in which AWS gives them back: sorted, nothing empty
 * and nothing null. Otherwise every plan shows a new revision (terraform-provider-aws#14052).
 */
export function containersJson(containers: readonly Container[]): string {
  return JSON.stringify(containers.map((container) => withoutEmpty(definitionOf(container))));
}

function definitionOf(container: Container): Record<string, unknown> {
  const { name, image, essential, command, port, healthCheck } = container;
  return {
    name,
    image,
    essential,
    command,
    user: container.user,
    environment: sortedEntries(container.environment).map(([key, value]) => ({ name: key, value })),
    secrets: sortedEntries(container.secrets).map(([key, source]) => ({
      name: key,
      valueFrom: valueFrom(source),
    })),
    portMappings: port && [
      {
        name: port.name,
        containerPort: port.number,
        hostPort: port.number,
        protocol: "tcp",
        ...(port.protocol && { appProtocol: port.protocol }),
      },
    ],
    mountPoints: container.mounts,
    readonlyRootFilesystem: container.readonlyRoot,
    linuxParameters: {
      initProcessEnabled: true,
      ...(container.tmpfs?.length && { tmpfs: container.tmpfs }),
    },
    dependsOn: sortedEntries(container.startAfter ?? {}).map(([containerName, condition]) => ({
      containerName,
      condition,
    })),
    healthCheck: healthCheck && {
      command: healthCheck.command,
      interval: healthCheck.intervalSeconds ?? 10,
      timeout: healthCheck.timeoutSeconds ?? 5,
      retries: healthCheck.retries ?? 3,
      startPeriod: healthCheck.startPeriodSeconds ?? 30,
    },
    stopTimeout: container.stopTimeoutSeconds,
    memoryReservation: container.memoryReservationMiB,
    dockerLabels: Object.fromEntries(sortedEntries(container.labels ?? {})),
    firelensConfiguration: container.firelensRouter
      ? { type: "fluentbit", options: { "enable-ecs-log-metadata": "true" } }
      : undefined,
    logConfiguration: withoutEmpty({ ...container.log }),
  };
}

/** Checks a health check's numbers. */
export function healthCheckProblems(prop: string, check?: ContainerHealthCheck): Finding[] {
  if (!check) return [];
  return [
    must(
      ["CMD", "CMD-SHELL"].includes(check.command[0] ?? "") && check.command.length > 1,
      `${prop}.command`,
      "be CMD or CMD-SHELL and a command",
      check.command,
    ),
    between(`${prop}.intervalSeconds`, check.intervalSeconds, 5, 300),
    between(`${prop}.timeoutSeconds`, check.timeoutSeconds, 2, 60),
    between(`${prop}.retries`, check.retries, 1, 10),
    between(`${prop}.startPeriodSeconds`, check.startPeriodSeconds, 0, 300),
  ];
}

function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function sortedEntries<T>(values: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

import { type Finding, must } from "@groundplan/core/problems";
import { retentionProblem } from "../log-retention/index.ts";
import type { Image } from "./image.ts";
import { type Secrets, secretProblems, valueFrom } from "./secrets.ts";

/** Where what containers print goes. */
export interface LogSettings {
  /**
   * Days that CloudWatch Logs keeps it: one of the periods that it offers.
   *
   * @default 7 in dev, 90 in prod
   */
  readonly retentionDays?: number;
  /** Customer managed key whose policy lets CloudWatch Logs use it. @default the key of AWS */
  readonly kmsKeyArn?: string;
  /**
   * Whether a container waits when CloudWatch Logs does not take its lines: no line is lost, but an
   * outage of the logs stops the application.
   *
   * @default false
   */
  readonly blocking?: boolean;
  /** Regular expression that begins a new message of several lines. @default one line, one message */
  readonly multilinePattern?: string;
  /** Sends the application's lines through a router of its own instead. @default CloudWatch Logs */
  readonly firelens?: FirelensSettings;
}

/** A Fluent Bit beside the application (FireLens). Its own lines go to CloudWatch Logs. */
export interface FirelensSettings {
  /** An image of Fluent Bit for FireLens, by digest. */
  readonly image: Image;
  /** Options of the output: `{ Name: "datadog", Host: "...", TLS: "on" }`. */
  readonly options: Readonly<Record<string, string>>;
  /** Options whose values are secrets: `{ apikey: { parameter: "..." } }`. @default {} */
  readonly secretOptions?: Secrets;
  /** Memory that is kept for it, in MiB. @default 64 */
  readonly memoryReservationMiB?: number;
}

/** A container's log configuration. */
export interface LogConfiguration {
  readonly logDriver: "awslogs" | "awsfirelens";
  readonly options: Readonly<Record<string, string>>;
  readonly secretOptions?: readonly { readonly name: string; readonly valueFrom: string }[];
}

/** Where the lines of one process go in CloudWatch Logs. */
export interface LogTarget {
  readonly group: string;
  readonly region: string;
  readonly streamPrefix: string;
}

/** Lines that wait in memory when they are not waited for. */
const BUFFER = "25m";

/** Straight to CloudWatch Logs. */
export function toCloudwatch(settings: LogSettings, target: LogTarget): LogConfiguration {
  const { blocking = false, multilinePattern } = settings;
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": target.group,
      ...(multilinePattern && { "awslogs-multiline-pattern": multilinePattern }),
      "awslogs-region": target.region,
      "awslogs-stream-prefix": target.streamPrefix,
      ...(!blocking && { "max-buffer-size": BUFFER }),
      mode: blocking ? "blocking" : "non-blocking",
    },
  };
}

/** Through the router. */
export function toFirelens({ options, secretOptions = {} }: FirelensSettings): LogConfiguration {
  return {
    logDriver: "awsfirelens",
    options,
    secretOptions: Object.entries(secretOptions)
      .map(([name, source]) => ({ name, valueFrom: valueFrom(source) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Checks the settings. */
export function logProblems(prop: string, { retentionDays, firelens }: LogSettings): Finding[] {
  const options = Object.keys(firelens?.options ?? {});
  return [
    retentionProblem(`${prop}.retentionDays`, retentionDays),
    ...secretProblems(`${prop}.firelens.secretOptions`, firelens?.secretOptions ?? {}),
    ...Object.keys(firelens?.secretOptions ?? {}).map((name) =>
      must(
        !options.includes(name),
        `${prop}.firelens.options.${name}`,
        "not be in secretOptions too",
      ),
    ),
  ];
}

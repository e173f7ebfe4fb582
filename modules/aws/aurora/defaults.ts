import type { PerStage } from "@groundplan/core/stage";
import type { WeeklyHour } from "../database/schedule.ts";
import type { AuroraProps } from "./aurora-props.ts";
import { instancesOver } from "./instances.ts";
import { defaultLogs } from "./logs.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  instanceClass: { dev: "db.serverless", prod: "db.r7g.large" },
  instances: { dev: 1, prod: 2 },
  minCapacity: { dev: 0, prod: 0.5 },
  maxCapacity: { dev: 2, prod: 8 },
  backupDays: { dev: 3, prod: 14 },
  changes: { dev: "at-once", prod: "in-window" },
  insights: { dev: "off", prod: "standard" },
  logDays: { dev: 7, prod: 90 },
  audit: { dev: false, prod: true },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

const WINDOW: WeeklyHour = { day: "sun", start: "03:00" };

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledAurora = ReturnType<typeof resolveAurora>;

/** Settles every value: the caller's, else the stage's default. */
export function resolveAurora(props: AuroraProps) {
  const { stage, engine, compute = {}, network } = props;
  const audit = DEFAULTS.audit[stage];
  return {
    ...props,
    tier: props.tier ?? "database",
    instanceClass: compute.instanceClass ?? DEFAULTS.instanceClass[stage],
    instances: compute.instances ?? instancesOver(network, DEFAULTS.instances[stage]),
    capacity: {
      ...compute.capacity,
      min: compute.capacity?.min ?? DEFAULTS.minCapacity[stage],
      max: compute.capacity?.max ?? DEFAULTS.maxCapacity[stage],
    },
    scaling: compute.scaling,
    storage: props.storage ?? "standard",
    database: props.database ?? "app",
    masterUser: props.master?.user ?? (engine.name === "mysql" ? "admin" : "postgres"),
    masterPassword: props.master?.password ?? "managed",
    parameters: props.parameters ?? {},
    backupDays: props.backups?.days ?? DEFAULTS.backupDays[stage],
    backupStart: props.backups?.start ?? "01:30",
    backtrackHours: props.backups?.backtrackHours ?? 0,
    window: props.changes?.window ?? WINDOW,
    how: props.changes?.how ?? DEFAULTS.changes[stage],
    upgradingFrom: props.changes?.upgradingFrom,
    insights: props.insights ?? DEFAULTS.insights[stage],
    logs: props.logs ?? defaultLogs(engine.name, audit),
    logDays: props.logDays ?? DEFAULTS.logDays[stage],
    audit,
    endpoints: props.endpoints ?? {},
    dataApi: props.dataApi ?? false,
    birth: props.birth ?? { from: "nothing" as const },
    protect: props.protect ?? DEFAULTS.protect[stage],
  };
}

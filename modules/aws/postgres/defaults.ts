import type { PerStage } from "@groundplan/core/stage";
import type { WeeklyHour } from "../database/schedule.ts";
import type { PostgresProps } from "./postgres-props.ts";
import { resolveStorage } from "./storage.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  instanceClass: { dev: "db.t4g.micro", prod: "db.m7g.large" },
  gib: { dev: 20, prod: 100 },
  maxGib: { dev: 100, prod: 400 },
  multiAz: { dev: false, prod: true },
  backupDays: { dev: 3, prod: 14 },
  changes: { dev: "at-once", prod: "in-window" },
  insights: { dev: "off", prod: "standard" },
  logDays: { dev: 7, prod: 90 },
  audit: { dev: false, prod: true },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

const WINDOW: WeeklyHour = { day: "sun", start: "03:00" };

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledPostgres = ReturnType<typeof resolvePostgres>;

/** Settles every value: the caller's, else the stage's default. */
export function resolvePostgres(props: PostgresProps) {
  const { stage } = props;
  return {
    ...props,
    tier: props.tier ?? "database",
    instanceClass: props.instanceClass ?? DEFAULTS.instanceClass[stage],
    storage: resolveStorage(props.storage, {
      gib: DEFAULTS.gib[stage],
      maxGib: DEFAULTS.maxGib[stage],
    }),
    multiAz: props.multiAz ?? DEFAULTS.multiAz[stage],
    database: props.database ?? "app",
    masterUser: props.master?.user ?? "postgres",
    masterPassword: props.master?.password ?? "managed",
    parameters: props.parameters ?? {},
    backupDays: props.backups?.days ?? DEFAULTS.backupDays[stage],
    backupStart: props.backups?.start ?? "01:30",
    window: props.changes?.window ?? WINDOW,
    how: props.changes?.how ?? DEFAULTS.changes[stage],
    upgradingFrom: props.changes?.upgradingFrom,
    insights: props.insights ?? DEFAULTS.insights[stage],
    logDays: props.logDays ?? DEFAULTS.logDays[stage],
    audit: DEFAULTS.audit[stage],
    replicas: props.replicas ?? {},
    birth: props.birth ?? { from: "nothing" as const },
    protect: props.protect ?? DEFAULTS.protect[stage],
  };
}

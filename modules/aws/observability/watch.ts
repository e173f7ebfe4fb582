import type { Alarm, Metric, Severity } from "./alarm.ts";

/** What there is to watch of one thing: its alarms, by kebab-case name. Plain data, to be adapted. */
export interface Watch {
  /** What people call it: `service web`. */
  readonly title: string;
  readonly alarms: Readonly<Record<string, Alarm>>;
}

/** What most alarms have in common: one metric, a value each minute, silence is well. */
export interface Sign extends Pick<Alarm, "reason" | "runbook" | "limit"> {
  readonly severity?: Severity;
  readonly metric: Metric;
  /** Minutes in a row. */
  readonly minutes: number;
  readonly missing?: Alarm["missing"];
}

/** An alarm on one metric that is looked at each minute. Default: critical, and silence is well. */
export function onMetric({ metric, minutes, severity, missing, ...rest }: Sign): Alarm {
  return {
    ...rest,
    severity: severity ?? "critical",
    metrics: { value: metric },
    everyMinutes: 1,
    times: minutes,
    missing: missing ?? "ok",
  };
}

/** Answers that fail, in percent of all: below `fewest` requests a minute one failure says nothing. */
export function onShare(
  share: Pick<Alarm, "reason" | "runbook"> & {
    readonly failed: readonly Metric[];
    readonly all: readonly Metric[];
    readonly percent: number;
    readonly fewest: number;
    readonly minutes: number;
  },
): Alarm {
  const numbered = (name: string, metrics: readonly Metric[]) =>
    metrics.map((metric, index) => [`${name}_${index + 1}`, metric] as const);
  const sum = (entries: readonly (readonly [string, Metric])[]) =>
    `(${entries.map(([id]) => `FILL(${id}, 0)`).join(" + ")})`;
  const [failed, all] = [numbered("failed", share.failed), numbered("all", share.all)];
  return {
    severity: "critical",
    reason: share.reason,
    runbook: share.runbook,
    metrics: Object.fromEntries([...failed, ...all]),
    expression: `IF(${sum(all)} >= ${share.fewest}, 100 * ${sum(failed)} / ${sum(all)}, 0)`,
    limit: { above: share.percent },
    everyMinutes: 1,
    times: share.minutes,
    missing: "ok",
  };
}

import { between, type Finding, matching, must, whole } from "@groundplan/core/problems";

/** How much an alarm matters: `critical` hurts users now, `warning` will. */
export type Severity = "critical" | "warning";

/** Every severity, the worst first. */
export const SEVERITIES: readonly Severity[] = ["critical", "warning"];

/** What CloudWatch makes of the samples of a period; `p95` is the slowest of the best 95 %. */
export type Statistic = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | `p${number}`;

/** One metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

/** When to call somebody, why, and what they do then. */
export interface Alarm {
  readonly severity: Severity;
  /** What it means, 10 to 400 characters, without a full stop: `Nobody can write to the index`. */
  readonly reason: string;
  /** What to do first, 10 to 600 characters. */
  readonly runbook: string;
  /** Metrics by id; more than one with an `expression`. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Metric math over the ids. Default: the one metric itself. */
  readonly expression?: string;
  /** The value that is too much, or too little. */
  readonly limit: { readonly above: number } | { readonly below: number };
  /** Minutes that one value covers. */
  readonly everyMinutes: number;
  /** Values in a row that are beyond the limit. */
  readonly times: number;
  /** What silence means: all is well, the worst, or what was before. */
  readonly missing: "ok" | "alarm" | "as-before";
}

/** Minutes over which CloudWatch looks back. */
export const LOOK_BACK_MINUTES = 24 * 60;

/** Everything that is wrong with an alarm. An alarm without a reason or a runbook is one. */
export function alarmProblems(prop: string, alarm: Alarm): Finding[] {
  const { reason, runbook, metrics, expression, everyMinutes, times } = alarm;
  const ids = Object.keys(metrics);
  return [
    saying(`${prop}.reason`, reason, 400),
    saying(`${prop}.runbook`, runbook, 600),
    must(
      ids.length === 1 || (ids.length > 1 && expression !== undefined),
      `${prop}.metrics`,
      "be one, or have an expression",
      ids.length,
    ),
    ...ids.map((id) =>
      matching(
        `${prop}.metrics`,
        id,
        /^[a-z][A-Za-z0-9_]*$/,
        "have ids of letters, digits and _, that begin with a small letter",
      ),
    ),
    between(`${prop}.everyMinutes`, everyMinutes, 1, LOOK_BACK_MINUTES),
    whole(`${prop}.everyMinutes`, everyMinutes),
    between(`${prop}.times`, times, 1, Math.max(1, Math.floor(LOOK_BACK_MINUTES / everyMinutes))),
    whole(`${prop}.times`, times),
  ];
}

function saying(prop: string, text: string, most: number): Finding {
  const { length } = text.trim();
  return must(length >= 10 && length <= most, prop, `have 10 to ${most} characters`, text);
}

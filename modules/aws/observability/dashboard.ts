import type { Alarm } from "./alarm.ts";
import type { Watch } from "./watch.ts";

/** Columns of a dashboard, and the size of one graph. Three stand beside each other. */
const WIDTH = 24;
const GRAPH = { width: 8, height: 6 };
const HEAD = 1;
const STATES = 4;

/** What a dashboard shows. */
export interface DashboardContent {
  readonly region: string;
  readonly watches: Readonly<Record<string, Watch>>;
  /** ARNs of the alarms, whose states stand on top. */
  readonly alarmArns: readonly string[];
}

/** The body of a dashboard: states on top, then for each thing a headline and a graph an alarm. */
export function dashboardBody({ region, watches, alarmArns }: DashboardContent): string {
  const states = {
    type: "alarm",
    ...at(0, 0, WIDTH, STATES),
    properties: { title: "Alarms", alarms: alarmArns },
  };
  const rows = Object.keys(watches)
    .sort()
    .reduce<{ y: number; widgets: object[] }>(
      ({ y, widgets }, key) => {
        const row = rowOf(watches[key]!, y, region);
        return { y: row.bottom, widgets: [...widgets, ...row.widgets] };
      },
      { y: STATES, widgets: [] },
    );
  const widgets = alarmArns.length > 0 ? [states, ...rows.widgets] : rows.widgets;
  return JSON.stringify({ widgets });
}

function rowOf({ title, alarms }: Watch, y: number, region: string) {
  const names = Object.keys(alarms).sort();
  const perRow = WIDTH / GRAPH.width;
  const head = {
    type: "text",
    ...at(0, y, WIDTH, HEAD),
    properties: { markdown: `## ${title}` },
  };
  const graphs = names.map((name, index) => {
    const x = (index % perRow) * GRAPH.width;
    const top = y + HEAD + Math.floor(index / perRow) * GRAPH.height;
    return {
      type: "metric",
      ...at(x, top, GRAPH.width, GRAPH.height),
      properties: graphOf(name, alarms[name]!, region),
    };
  });
  const bottom = y + HEAD + Math.ceil(names.length / perRow) * GRAPH.height;
  return { widgets: [head, ...graphs], bottom };
}

function graphOf(name: string, alarm: Alarm, region: string) {
  const { expression, limit, reason, everyMinutes } = alarm;
  const metrics = Object.entries(alarm.metrics).map(([id, metric]) => [
    metric.namespace,
    metric.name,
    ...Object.entries(metric.dimensions).flat(),
    { id, stat: metric.statistic, ...(expression && { visible: false }) },
  ]);
  return {
    title: name,
    region,
    view: "timeSeries",
    period: everyMinutes * 60,
    metrics: expression ? [...metrics, [{ id: "result", expression, label: name }]] : metrics,
    annotations: {
      horizontal: [{ value: "above" in limit ? limit.above : limit.below, label: reason }],
    },
  };
}

function at(x: number, y: number, width: number, height: number) {
  return { x, y, width, height };
}

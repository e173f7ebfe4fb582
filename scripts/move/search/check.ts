import { listed } from "../../stepwise/text.ts";
import type { Found } from "../carrier.ts";
import { checkBoth, type Judged, pointsFound } from "../check.ts";
import { ownedByAnother } from "../owner.ts";
import { allowProblems, rightProblems } from "./allowed.ts";
import { notCarried } from "./carried.ts";
import type { Cluster } from "./cluster.ts";
import { type Chosen, chosenOf, countOf } from "./indexes.ts";
import { readMarker } from "./notes.ts";
import type { SearchPlan } from "./plan.ts";
import { type About, productOf, versionProblems } from "./version.ts";

/** What a check is about. */
export interface Checked {
  readonly plan: SearchPlan;
  readonly move: string;
  readonly source: Cluster;
  readonly target: Cluster;
}

/** Judges all points; a side that does not answer is the first of them. */
export function checkFound(checked: Checked): Promise<Found> {
  const { source, target, plan } = checked;
  return checkBoth([aboutOf(source), aboutOf(target)], async (from, to) => {
    const chosen = await chosenOf(source, plan.indexes);
    const { problems, facts } = pointsFound(await judge(checked, from, to, chosen));
    const counts = await Promise.all(chosen.indexes.map(({ name }) => countOf(source, name)));
    const documents = counts.reduce((sum, count) => sum + count, 0);
    return {
      said: `${chosen.indexes.length} indexes with ${documents} documents were looked at`,
      problems,
      warnings: warningsOf(chosen),
      facts: [
        ["answers", `both sides: ${productOf(from)}, ${productOf(to)}`],
        ...facts,
        ["left out, the cluster's own", chosen.leftOut.join(", ") || "none"],
      ],
    };
  });
}

function aboutOf(cluster: Cluster): Promise<About> {
  return cluster.must<About>("/", { doing: "asking what it is", unanswered: 2 });
}

async function judge(
  checked: Checked,
  from: About,
  to: About,
  chosen: Chosen,
): Promise<readonly Judged[]> {
  const { plan, source, target } = checked;
  const byReindex = plan.by === "reindex";
  return [
    ["direction", await direction(checked, from, to)],
    ["versions", byReindex ? versionProblems(from, to) : []],
    ["target is empty or ours", byReindex ? await emptyOrOurs(checked, chosen) : []],
    ["what the source has", contents(chosen)],
    ["what can be carried", byReindex ? await carried(source, chosen) : []],
    ["the target may read the source", byReindex ? await allowProblems(target, plan) : []],
    ["rights", byReindex ? await rightProblems(target) : []],
  ];
}

async function direction({ source, move }: Checked, from: About, to: About): Promise<string[]> {
  if (from.cluster_uuid === to.cluster_uuid) {
    return ["source and target are the same cluster: name another target"];
  }
  const marker = await readMarker(source);
  if (!marker) return [];
  const whose = marker.move === move ? "this move" : `the move ${marker.move}`;
  return [
    `${whose} still fills the source, from ${marker.source}: name the other place, or retire that move first`,
  ];
}

async function emptyOrOurs({ plan, move, target }: Checked, chosen: Chosen): Promise<string[]> {
  const marker = await readMarker(target);
  if (marker) return ownedByAnother(marker, { move, source: plan.source.url });
  const there = await chosenOf(target, undefined);
  const names = chosen.indexes.map(({ name }) => name);
  const held = there.indexes.filter(({ name }) => names.includes(name)).map(({ name }) => name);
  return held.length > 0
    ? [
        `the target has ${listed(held, "index", "indexes")} already: delete what is there, or name another target`,
      ]
    : [];
}

function contents({ missing, closed, indexes }: Chosen): string[] {
  return [
    ...missing.map((name) => `${name} is not at the source: correct search.indexes`),
    ...closed.map(
      (name) => `${name} is closed: POST /${name}/_open, or leave it out of search.indexes`,
    ),
    ...(indexes.length + missing.length + closed.length === 0
      ? ["the source has no index of people: say search.indexes"]
      : []),
  ];
}

interface Streams {
  readonly data_streams?: readonly { readonly name: string }[];
}

async function carried(source: Cluster, { indexes }: Chosen): Promise<string[]> {
  const blind = indexes.filter(({ mappings }) => `${mappings._source?.enabled}` === "false");
  // Not every distribution has them.
  const question = { doing: "looking for data streams", nothing: [400, 403, 404, 405] };
  const { data_streams: streams = [] } =
    (await source.ask<Streams>("/_data_stream", question)) ?? {};
  const ours = streams.map(({ name }) => name).filter((name) => !name.startsWith("."));
  return [
    ...blind.map(
      ({ name }) => `${name} does not keep its documents (_source): fill it by application`,
    ),
    ...(ours.length > 0
      ? [`${listed(ours, "data stream")} of the source: fill them by application`]
      : []),
  ];
}

function warningsOf({ indexes }: Chosen): string[] {
  const settings = indexes.flatMap((index) => {
    const left = notCarried(index);
    return left.length > 0 ? [`settings of ${index.name} are not brought: ${left.join(", ")}`] : [];
  });
  return [
    ...settings,
    "templates, pipelines, roles and policies of the source are not brought: whoever made them makes them at the target",
  ];
}

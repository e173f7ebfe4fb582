import { sentenceOf } from "../../stepwise/refused.ts";
import type { Cluster } from "./cluster.ts";
import { at, OURS } from "./indexes.ts";
import type { SearchPlan } from "./plan.ts";

/** The list of places that a cluster may read from, as each product calls it. */
const SETTINGS = ["reindex.remote.allowlist", "reindex.remote.whitelist"];

interface Settings {
  readonly persistent?: Readonly<Record<string, unknown>>;
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** What keeps the target from reading the source. AWS keeps no such list: there it is not looked for. */
export async function allowProblems(target: Cluster, plan: SearchPlan): Promise<string[]> {
  if (plan.target.region) return [];
  const { host } = new URL((plan.sourceSeenByTarget ?? plan.source).url);
  const path = "/_cluster/settings?include_defaults=true&flat_settings=true";
  const question = { doing: "reading which places it may read from", nothing: [403, 404] };
  const settings = await target.ask<Settings>(path, question);
  const all = { ...settings?.defaults, ...settings?.persistent };
  const allowed = SETTINGS.flatMap((name) => all[name] ?? []).flatMap((each) =>
    `${each}`.split(","),
  );
  if (allowed.some((pattern) => isLike(pattern.replaceAll(/[[\]\s]/g, ""), host))) return [];
  const said = allowed.filter((each) => each !== "" && each !== "[]").join(", ") || "nothing";
  return [
    `reindex.remote.allowlist of the target names ${said}: add ${host} to opensearch.yml of each node, and restart it`,
  ];
}

/** A pattern of that list: `10.0.*:9200`. */
function isLike(pattern: string, host: string): boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`).test(host);
}

/**
 * What we may not write at the target. Nothing is written: it is asked to write to an alias that is not
 * there, and says so to who may.
 */
export async function rightProblems(target: Cluster): Promise<string[]> {
  const question = { doing: "trying to write", method: "PUT", body: {} } as const;
  // No POST: of those that are signed AWS does not read what stands after the question mark.
  const path = at(`${OURS}-probe`, "/_doc/probe?require_alias=true");
  try {
    // 400: it is too old to know of that, and does nothing.
    await target.ask(path, { ...question, nothing: [400, 404] });
    return [];
  } catch (error) {
    return [sentenceOf(error)];
  }
}

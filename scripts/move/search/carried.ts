import type { Index } from "./indexes.ts";

/** Settings that say what an index is, and go with it. */
const CARRIED = [
  ...[
    "number_of_shards",
    "number_of_replicas",
    "analysis",
    "similarity",
    "mapping",
    "codec",
    "sort",
  ],
  ...["refresh_interval", "max_result_window", "max_inner_result_window", "max_ngram_diff"],
  ...["max_shingle_diff", "max_terms_count", "max_regex_length", "max_docvalue_fields_search"],
  ...[
    "highlight",
    "query",
    "knn",
    "knn.algo_param",
    "auto_expand_replicas",
    "routing_partition_size",
  ],
];

/** Settings that each cluster writes by itself. */
const ITS_OWN = [
  "uuid",
  "creation_date",
  "provided_name",
  "version",
  "history_uuid",
  "blocks",
  "resize",
];

/** An index without documents, as the target is asked to make it. Documents are found when all are there. */
export function emptyIndex({ settings, mappings, aliases }: Index): object {
  const carried = Object.fromEntries(CARRIED.flatMap((name) => known(settings, name)));
  return { settings: { index: { ...carried, refresh_interval: "-1" } }, mappings, aliases };
}

function known(settings: Index["settings"], name: string): [string, unknown][] {
  return settings[name] === undefined ? [] : [[name, settings[name]]];
}

/** Names of settings that are neither carried nor a cluster's own. */
export function notCarried({ settings }: Index): string[] {
  return Object.keys(settings)
    .filter((name) => !CARRIED.includes(name) && !ITS_OWN.includes(name))
    .sort();
}

export { DEFAULTS } from "./defaults.ts";
export { Opensearch } from "./opensearch.ts";
export type { OpensearchProps, SnapshotPlace } from "./opensearch-props.ts";
export type { Nodes, Topology } from "./topology.ts";

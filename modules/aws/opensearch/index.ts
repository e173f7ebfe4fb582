export { DEFAULTS } from "./defaults.ts";
export { Opensearch } from "./opensearch.ts";
export { opensearchProblems } from "./opensearch-problems.ts";
export type { OpensearchProps, SnapshotPlace } from "./opensearch-props.ts";
export { type ExistingSearch, SEARCH_SHAPE, SearchDomain } from "./search-domain.ts";
export { snapshotRoleName } from "./snapshot-role.ts";
export type { Nodes, Topology } from "./topology.ts";

import { type Finding, matching, must, oneOf } from "@groundplan/core/problems";

/** Nodes of one kind. */
export interface Nodes {
  /** `m6g.large.search`. A change moves the data to new nodes, for hours, without an outage. */
  readonly type: string;
  /** How many. */
  readonly count: number;
}

/** Which nodes a domain has, and over how many zones. */
export interface Topology {
  /** Zones that data nodes stand in. AWS changes it in a domain that stands, by moving the data. */
  readonly zones: 1 | 2 | 3;
  /** Nodes that hold data: as many in each zone. */
  readonly data: Nodes;
  /** Nodes that only lead: three or five. Default: data nodes lead. */
  readonly masters?: Nodes;
}

const NODE_TYPE = /^[a-z0-9]+\.[a-z0-9]+\.search$/;

/** Types whose processor time is lent. */
export function isBurstable(type: string): boolean {
  return /^t\d/.test(type);
}

/** Checks that nodes suit zones, and that whoever is left can choose a leader. */
export function topologyProblems(topology: Topology, zonesThere: number): Finding[] {
  const { zones, data, masters } = topology;
  return [
    oneOf("topology.zones", zones, [1, 2, 3]),
    must(
      zones <= zonesThere,
      "topology.zones",
      `be at most ${zonesThere}, as many as the network has`,
      zones,
    ),
    ...typeProblems("topology.data.type", data.type),
    must(
      Number.isInteger(data.count) && data.count >= 1 && data.count % zones === 0,
      "topology.data.count",
      `be a multiple of ${zones}: as many in each zone`,
      data.count,
    ),
    must(
      masters !== undefined || zones !== 2,
      "topology.masters",
      "be given with two zones: in one of them most of those who lead would stand",
      undefined,
      "AWS spreads three masters over three zones",
    ),
    must(
      masters !== undefined || data.count !== 2,
      "topology.data.count",
      "not be 2 without masters: when one is lost, the other has no majority and stops",
      data.count,
      "take 1, 3 or masters",
    ),
    // OpenSearch Service developer guide, "Quotas".
    must(
      !(masters && isBurstable(masters.type)) || data.count <= 10,
      "topology.masters.type",
      "not be of t from 11 data nodes on",
      masters?.type,
    ),
    ...(masters
      ? [
          ...typeProblems("topology.masters.type", masters.type),
          // API reference, "DedicatedMasterCount": more than 2 and not 4; quotas: 5 at most.
          oneOf("topology.masters.count", masters.count, [3, 5]),
        ]
      : []),
  ];
}

function typeProblems(prop: string, type: string): Finding[] {
  return [
    matching(prop, type, NODE_TYPE, "end in .search, such as m6g.large.search"),
    matching(prop, type, /^(?!t2\.)/, "not be of t2: it encrypts nothing and knows no roles"),
  ];
}

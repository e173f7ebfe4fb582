import type { OpensearchDomainConfig } from "@cdktf/provider-aws/lib/opensearch-domain/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { BucketStore } from "../bucket/index.ts";
import type { Network } from "../vpc/network.ts";
import type { Topology } from "./topology.ts";

/** Where snapshots go that outlive the domain. */
export interface SnapshotPlace {
  readonly bucket: BucketStore;
  /** Beginning of the objects' names: `search/`. Default: the bucket's root. */
  readonly prefix?: string;
}

export interface OpensearchProps extends ModuleProps {
  /**
   * Name of the domain, 3 to 28 characters. Changing it replaces the domain: the data and AWS's own
   * snapshots are lost.
   */
  readonly name: string;

  /** Network that the domain stands in. A domain never moves to another one: that replaces it. */
  readonly network: Network;

  /**
   * Tier of the network. A change moves the nodes within the VPC.
   *
   * @default "private"
   */
  readonly tier?: string;

  /**
   * `OpenSearch_2.19`. A later one upgrades in place, for hours, without an outage; AWS goes back to no
   * earlier one. See the README.
   */
  readonly engineVersion: string;

  /**
   * ARN of the role that may do everything in the domain and gives rights to others. It acts with its
   * own signature: there is no password. A change is made in place.
   */
  readonly adminRoleArn: string;

  /**
   * Nodes and zones. A change moves the data to new nodes, for hours, without an outage.
   *
   * @default one t3.small in dev; three m6g.large over three zones, and three that lead, in prod
   */
  readonly topology?: Topology;

  /**
   * GiB of each data node, 10 at least. More is made in place; less moves the data to new nodes.
   *
   * @default 10 in dev, 100 in prod
   */
  readonly storageGiB?: number;

  /**
   * ARN of a key of your own. A change replaces the domain: the data is lost.
   *
   * @default AWS's key for OpenSearch
   */
  readonly encryptionKeyArn?: string;

  /**
   * Whether CloudWatch gets the audit log. What is in it is chosen in the domain.
   *
   * @default false in dev, true in prod
   */
  readonly auditLog?: boolean;

  /**
   * Days that CloudWatch Logs keeps the domain's logs: one of the periods that it offers.
   *
   * @default 7 in dev, 90 in prod
   */
  readonly logRetentionDays?: number;

  /**
   * Bucket for snapshots that outlive the domain: makes the role with which it writes them.
   *
   * @default AWS's own hourly snapshots alone, which go with the domain
   */
  readonly snapshots?: SnapshotPlace;

  /**
   * Refuses plans that destroy the domain. AWS itself protects none.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on the domain; shallow. See the README. */
  readonly overrides?: { readonly domain?: Partial<OpensearchDomainConfig> };
}

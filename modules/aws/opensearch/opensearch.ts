import { OpensearchDomain } from "@cdktf/provider-aws/lib/opensearch-domain/index.js";
import { OpensearchDomainPolicy } from "@cdktf/provider-aws/lib/opensearch-domain-policy/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { declareCost } from "@groundplan/core/cost";
import { check, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import { type AwsGrantee, policyJson } from "../iam/index.ts";
import type { WatchedSearch } from "../observability/index.ts";
import { SecurityGroup } from "../security-group/index.ts";
import { searchCosts } from "./cost.ts";
import { DEFAULTS } from "./defaults.ts";
import { domainArguments } from "./domain-arguments.ts";
import { opensearchProblems } from "./opensearch-problems.ts";
import type { OpensearchProps } from "./opensearch-props.ts";
import {
  ExistingSearch,
  type ExistingSearchProps,
  type SEARCH_SHAPE,
  SearchDomain,
} from "./search-domain.ts";
import { SearchLogs } from "./search-logs.ts";
import { SnapshotRole } from "./snapshot-role.ts";
import type { Topology } from "./topology.ts";

/**
 * A search domain inside a network: encrypted, HTTPS only, no passwords, with a leader whatever fails.
 *
 * @stateful
 */
export class Opensearch extends SearchDomain {
  readonly domain: OpensearchDomain;
  readonly name: string;
  readonly securityGroup: SecurityGroup;
  readonly logs: SearchLogs;
  /** Not there without `snapshots`. */
  readonly snapshotRole?: SnapshotRole;
  private readonly topology: Topology;
  private readonly storageGiB: number;

  constructor(scope: Construct, id: string, props: OpensearchProps) {
    super(scope, id);
    const { stage, name } = props;
    check(this, opensearchProblems(props));
    this.name = name;
    this.topology = props.topology ?? DEFAULTS.topology[stage];
    this.storageGiB = props.storageGiB ?? DEFAULTS.storageGiB[stage];
    this.securityGroup = new SecurityGroup(this, "entrance", {
      vpcId: props.network.vpcId,
      namePrefix: name,
      description: `Requests to the search domain ${name}`,
    });
    this.logs = new SearchLogs(this, "logs", {
      domainName: name,
      audit: props.auditLog ?? DEFAULTS.auditLog[stage],
      retentionDays: props.logRetentionDays ?? DEFAULTS.logRetentionDays[stage],
    });
    this.domain = this.createDomain(props);
    this.allowOwnAccount();
    if (props.snapshots) {
      this.snapshotRole = new SnapshotRole(this, "snapshots", {
        ...props.snapshots,
        domainName: name,
      });
    }
    declareCost(this, searchCosts(this.topology, this.storageGiB));
  }

  /** A domain that another stack has made, for grants. */
  static fromExisting(scope: Construct, id: string, props: ExistingSearchProps): ExistingSearch {
    return new ExistingSearch(scope, id, props);
  }

  get endpoint(): string {
    return this.domain.endpoint;
  }

  /** What another stack needs to connect: publish it as a contract of `SEARCH_SHAPE`. */
  contractValues(): ContractOf<typeof SEARCH_SHAPE> {
    return {
      endpoint: this.endpoint,
      securityGroupId: this.securityGroup.id,
    };
  }

  /** What its alarms need: `watchSearch(search.watched)`. */
  get watched(): WatchedSearch {
    return {
      domainName: this.name,
      accountId: locationOf(this).accountId,
      storageGiB: this.storageGiB,
      dedicatedMasters: this.topology.masters !== undefined,
    };
  }

  /**
   * Lets a role name the bucket of snapshots to the domain: `es:ESHttpPut` below `_snapshot`, and to pass
   * the domain's role.
   *
   * @throws PropsError without `snapshots`
   */
  grantRegisterSnapshots(to: AwsGrantee): void {
    check(this, [
      must(this.snapshotRole !== undefined, "snapshots", "be given where somebody registers them"),
    ]);
    grantInline(this, "register-snapshots", to, [
      { sid: "Register", actions: ["es:ESHttpPut"], resources: [`${this.arn}/_snapshot/*`] },
      {
        sid: "PassRole",
        actions: ["iam:PassRole"],
        resources: [this.snapshotRole!.role.arn],
        conditions: { StringEquals: { "iam:PassedToService": ["es.amazonaws.com"] } },
      },
    ]);
  }

  private createDomain(props: OpensearchProps): OpensearchDomain {
    const { network, tier = "private", overrides } = props;
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    return new OpensearchDomain(this, "Default", {
      ...domainArguments(props, this.topology, this.storageGiB),
      ...overrides?.domain,
      domainName: this.name,
      vpcOptions: {
        // As many subnets as zones, or AWS refuses.
        subnetIds: network.subnetIds(tier).slice(0, this.topology.zones),
        securityGroupIds: [this.securityGroup.id],
      },
      logPublishingOptions: this.logs.publishing,
      dependsOn: [this.logs.policy],
      ...(protect && { lifecycle: { ...overrides?.domain?.lifecycle, preventDestroy: true } }),
    });
  }

  /** The account's own roles, as far as each is granted; nobody without a signature. */
  private allowOwnAccount(): void {
    const { partition, accountId } = locationOf(this);
    new OpensearchDomainPolicy(this, "policy", {
      domainName: this.domain.domainName,
      accessPolicies: policyJson([
        {
          sid: "OwnAccount",
          actions: ["es:ESHttp*"],
          principals: { AWS: [`arn:${partition}:iam::${accountId}:root`] },
          resources: [`${this.arn}/*`],
        },
      ]),
    });
  }
}

import { OpensearchDomain } from "@cdktf/provider-aws/lib/opensearch-domain/index.js";
import { OpensearchDomainPolicy } from "@cdktf/provider-aws/lib/opensearch-domain-policy/index.js";
import { declareCost } from "@groundplan/core/cost";
import { check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import { type AwsGrantee, policyJson } from "../iam/index.ts";
import type { WatchedSearch } from "../observability/index.ts";
import { type Connectable, type Peer, SecurityGroup } from "../security-group/index.ts";
import { searchCosts } from "./cost.ts";
import { DEFAULTS } from "./defaults.ts";
import { domainArguments } from "./domain-arguments.ts";
import { opensearchProblems } from "./opensearch-problems.ts";
import type { OpensearchProps } from "./opensearch-props.ts";
import { SearchLogs } from "./search-logs.ts";
import { SnapshotRole } from "./snapshot-role.ts";
import type { Topology } from "./topology.ts";

/** What a program does in a domain; what it may see and change there, the domain's own roles say. */
const CALLS = ["Delete", "Get", "Head", "Patch", "Post", "Put"].map((verb) => `es:ESHttp${verb}`);

/**
 * A search domain inside a network: encrypted, HTTPS only, no passwords, with a leader whatever fails.
 *
 * @stateful
 */
export class Opensearch extends Construct implements Connectable {
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

  /** ARN of the domain, known at synth. */
  get arn(): string {
    return arnOf(this, "es", `domain/${this.name}`);
  }

  /** Host that programs call over HTTPS; a name inside the VPC. */
  get endpoint(): string {
    return this.domain.endpoint;
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

  /** Lets somebody reach the domain on its one port, 443. */
  allowFrom(peer: Peer): void {
    this.securityGroup.allowFrom(peer, { port: 443, description: "Search" });
  }

  /**
   * Lets a role call the domain: `es:ESHttpDelete`, `Get`, `Head`, `Patch`, `Post` and `Put`. What it may
   * do there is given inside the domain, by mapping its ARN to a role: see the README.
   */
  grantConnect(to: AwsGrantee): void {
    grantInline(this, "connect", to, [
      { sid: "CallDomain", actions: CALLS, resources: [`${this.arn}/*`] },
    ]);
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

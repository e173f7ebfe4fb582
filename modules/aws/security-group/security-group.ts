import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import {
  VpcSecurityGroupEgressRule,
  type VpcSecurityGroupEgressRuleConfig,
} from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { between, check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";

/** Anything with a security group of its own that others may be allowed to reach. */
export interface Connectable {
  readonly securityGroup: SecurityGroup;
}

/** Who is on the other end of a rule. */
export type Peer =
  | Connectable
  | { readonly cidr: string }
  | { readonly ipv6Cidr: string }
  | { readonly prefixListId: string; readonly name: string };

/** What a rule opens. */
export interface Opening {
  /** TCP port, 1 to 65535; with `toPort` the first one. */
  readonly port: number;
  /** Last port of a range. @default `port` */
  readonly toPort?: number;
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp";
  /** What the opening is for; ends up in the rule's description. */
  readonly description: string;
}

export interface SecurityGroupProps {
  /** The network that the group belongs to. Changing it replaces the group. */
  readonly vpcId: string;
  /** Beginning of the name, at most 255 characters with the suffix that AWS adds. */
  readonly namePrefix: string;
  /** What the group is for. AWS cannot change it: a change replaces the group. */
  readonly description: string;
}

/**
 * A security group that opens nothing by itself. Every rule is a resource of its own, one per peer
 * and port, so that no two owners overwrite each other's rules.
 */
export class SecurityGroup extends Construct {
  readonly group: AwsSecurityGroup;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    this.group = new AwsSecurityGroup(this, "Default", {
      vpcId: props.vpcId,
      namePrefix: `${props.namePrefix}-`,
      description: props.description,
      // A group that is in use cannot be deleted: the new one comes first.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  get id(): string {
    return this.group.id;
  }

  /** Lets `peer` open connections to this group. One rule, below this group. */
  allowFrom(peer: Peer, opening: Opening): void {
    checkOpening(this, opening);
    new VpcSecurityGroupIngressRule(this, `from-${peerKey(peer)}-${portKey(opening)}`, {
      securityGroupId: this.id,
      ...ruleOf(peer, opening),
    });
  }

  /** Lets this group open connections to `peer`. One rule, below this group. */
  allowTo(peer: Peer, opening: Opening): void {
    checkOpening(this, opening);
    new VpcSecurityGroupEgressRule(this, `to-${peerKey(peer)}-${portKey(opening)}`, {
      securityGroupId: this.id,
      ...ruleOf(peer, opening),
    });
  }

  /** Lets this group open connections to everyone on every port. */
  allowToAnywhere(reason: string): void {
    new VpcSecurityGroupEgressRule(this, "to-anywhere", {
      securityGroupId: this.id,
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      description: reason,
    });
  }
}

function ruleOf(
  peer: Peer,
  { port, toPort, protocol, description }: Opening,
): Omit<VpcSecurityGroupEgressRuleConfig, "securityGroupId"> {
  return {
    ipProtocol: protocol ?? "tcp",
    fromPort: port,
    toPort: toPort ?? port,
    description,
    ...("securityGroup" in peer && { referencedSecurityGroupId: peer.securityGroup.id }),
    ...("cidr" in peer && { cidrIpv4: peer.cidr }),
    ...("ipv6Cidr" in peer && { cidrIpv6: peer.ipv6Cidr }),
    ...("prefixListId" in peer && { prefixListId: peer.prefixListId }),
  };
}

/** Identity of a peer in a construct id: never a position, so rules do not shift. */
function peerKey(peer: Peer): string {
  if ("securityGroup" in peer) return peer.securityGroup.node.path.replaceAll("/", "-");
  if ("cidr" in peer) return peer.cidr.replaceAll(/[./]/g, "-");
  if ("ipv6Cidr" in peer) return peer.ipv6Cidr.replaceAll(/[:/]/g, "-");
  return peer.name;
}

function portKey({ port, toPort, protocol }: Opening): string {
  return [protocol ?? "tcp", port, ...(toPort ? [toPort] : [])].join("-");
}

function checkOpening(scope: Construct, { port, toPort, description }: Opening): void {
  check(scope, [
    between("port", port, 1, 65535),
    between("toPort", toPort, port, 65535),
    must(
      description.length >= 1 && description.length <= 255,
      "description",
      "have 1 to 255 characters",
      description,
    ),
  ]);
}

import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import {
  VpcSecurityGroupEgressRule,
  type VpcSecurityGroupEgressRuleConfig,
} from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { between, check, type Finding, known, matching, must } from "@groundplan/core/problems";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** Anything with a security group of its own that others may be allowed to reach. */
export interface Connectable {
  readonly securityGroup: SecurityGroup;
}

/** Who is on the other end of a rule. */
export type Peer =
  | Connectable
  /** An IPv4 range. With a `name` where it is known only at apply; the name makes the rule's id. */
  | { readonly cidr: string; readonly name?: string }
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

/** A group that another stack has made. */
export interface ExistingSecurityGroup {
  readonly securityGroupId: string;
}

/**
 * A security group that opens nothing by itself. Every rule is a resource of its own, one per peer
 * and port, so that no two owners overwrite each other's rules.
 */
export class SecurityGroup extends Construct {
  readonly id: string;
  private readonly made: AwsSecurityGroup | undefined;

  constructor(scope: Construct, id: string, props: SecurityGroupProps | ExistingSecurityGroup) {
    super(scope, id);
    this.made = "vpcId" in props ? this.createGroup(props) : undefined;
    this.id = "vpcId" in props ? this.group.id : props.securityGroupId;
  }

  /** Refers to a group that another stack has made. Rules added here belong to this stack. */
  static fromExisting(scope: Construct, id: string, group: ExistingSecurityGroup): SecurityGroup {
    return new SecurityGroup(scope, id, group);
  }

  /** The resource. Throws for a group that another stack has made. */
  get group(): AwsSecurityGroup {
    if (!this.made) throw new Error(`${this.node.path}: the group belongs to another stack`);
    return this.made;
  }

  /** Lets `peer` open connections to this group. One rule, below this group. */
  allowFrom(peer: Peer, opening: Opening): void {
    checkRule(this, peer, opening);
    new VpcSecurityGroupIngressRule(this, `from-${peerKey(peer)}-${portKey(opening)}`, {
      securityGroupId: this.id,
      ...ruleOf(peer, opening),
    });
  }

  /** Lets this group open connections to `peer`. One rule, below this group. */
  allowTo(peer: Peer, opening: Opening): void {
    checkRule(this, peer, opening);
    new VpcSecurityGroupEgressRule(this, `to-${peerKey(peer)}-${portKey(opening)}`, {
      securityGroupId: this.id,
      ...ruleOf(peer, opening),
    });
  }

  /** Lets this group open connections to everyone on every port. */
  allowToAnywhere(reason: string): void {
    check(this, checkDescription("reason", reason));
    new VpcSecurityGroupEgressRule(this, "to-anywhere", {
      securityGroupId: this.id,
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      description: reason,
    });
  }

  private createGroup(props: SecurityGroupProps): AwsSecurityGroup {
    return new AwsSecurityGroup(this, "Default", {
      vpcId: props.vpcId,
      namePrefix: `${props.namePrefix}-`,
      description: props.description,
      // A group that is in use cannot be deleted: the new one comes first.
      lifecycle: { createBeforeDestroy: true },
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
  if ("securityGroup" in peer) return pathInStack(peer.securityGroup).replaceAll("/", "-");
  if ("cidr" in peer) return peer.name ?? peer.cidr.replaceAll(/[./]/g, "-");
  if ("ipv6Cidr" in peer) return peer.ipv6Cidr.replaceAll(/[:/]/g, "-");
  return peer.name;
}

/** The stack's id names the environment: with it, dev and prod would have unlike addresses. */
function pathInStack(construct: Construct): string {
  return construct.node.path.slice(TerraformStack.of(construct).node.path.length + 1);
}

function portKey({ port, toPort, protocol }: Opening): string {
  return [protocol ?? "tcp", port, ...(toPort ? [toPort] : [])].join("-");
}

function checkRule(scope: Construct, peer: Peer, { port, toPort, description }: Opening): void {
  check(scope, [
    "cidr" in peer &&
      must(
        known(peer.cidr) || peer.name !== undefined,
        "peer.name",
        "be given for a range that is known only at apply",
      ),
    between("port", port, 1, 65535),
    between("toPort", toPort, port, 65535),
    ...checkDescription("description", description),
  ]);
}

/** What EC2 accepts as a rule's description. It refuses others at apply: an apostrophe, an umlaut. */
export function checkDescription(prop: string, text: string): Finding[] {
  return [
    must(text.length >= 1 && text.length <= 255, prop, "have 1 to 255 characters", text),
    matching(
      prop,
      text,
      /^[A-Za-z0-9 ._\-:/()#,@[\]+=;{}!$*]*$/,
      "be letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = ; { } ! $ *",
    ),
  ];
}

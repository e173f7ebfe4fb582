import {
  SecurityGroup as AwsSecurityGroup,
  type SecurityGroupConfig,
} from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkDescription, openingProblems, worldProblems } from "./opening-problems.ts";
import { type Opening, type Peer, peerKey, portKey, ruleOf } from "./rule.ts";

/** Anything with a security group of its own that others may be allowed to reach. */
export interface Connectable {
  readonly securityGroup: SecurityGroup;
}

export interface SecurityGroupProps {
  /** The network that the group belongs to. Changing it replaces the group. */
  readonly vpcId: string;

  /** Beginning of the name, at most 228 characters. Changing it replaces the group. */
  readonly namePrefix: string;

  /**
   * What the group is for, 1 to 255 characters. AWS cannot change it: a change replaces the group,
   * the new one before the old one.
   */
  readonly description: string;

  /** Last word on the group; shallow. Rules are never part of it. @default none */
  readonly overrides?: { readonly group?: Partial<SecurityGroupConfig> };
}

/** A group that another stack has made. */
export interface ExistingSecurityGroup {
  readonly securityGroupId: string;
}

/** A hyphen of ours and the 26 characters that the provider adds to a prefix. */
const SUFFIX_LENGTH = 27;

/**
 * A security group that opens nothing by itself. Every rule is a resource of its own, one per peer
 * and port, so that no two owners overwrite each other's rules.
 */
export class SecurityGroup extends Construct {
  readonly id: string;
  private readonly made: AwsSecurityGroup | undefined;
  private readonly rules: ITerraformDependable[] = [];

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

  /**
   * The rules that were made here so far: what has to reach somebody when it starts waits for them,
   * and goes before them.
   */
  get ready(): readonly ITerraformDependable[] {
    return [...this.rules];
  }

  /**
   * Lets `peer` open connections to this group. One rule, below this group.
   *
   * @throws PropsError when the internet would get SSH, RDP or every port, or the rule is there
   */
  allowFrom(peer: Peer, opening: Opening): void {
    const id = `from-${peerKey(peer)}-${portKey(opening)}`;
    check(this, [...openingProblems(this, id, peer, opening), ...worldProblems(peer, opening)]);
    const rule = { securityGroupId: this.id, ...ruleOf(peer, opening) };
    this.rules.push(new VpcSecurityGroupIngressRule(this, id, rule));
  }

  /**
   * Lets this group open connections to `peer`. One rule, below this group.
   *
   * @throws PropsError when the rule is there already
   */
  allowTo(peer: Peer, opening: Opening): void {
    const id = `to-${peerKey(peer)}-${portKey(opening)}`;
    check(this, openingProblems(this, id, peer, opening));
    const rule = { securityGroupId: this.id, ...ruleOf(peer, opening) };
    this.rules.push(new VpcSecurityGroupEgressRule(this, id, rule));
  }

  /**
   * Lets this group open connections to everyone on every port, by IPv4.
   *
   * @param reason why a list of peers will not do; the rule's description
   */
  allowToAnywhere(reason: string): void {
    check(this, checkDescription("reason", reason));
    const rule = new VpcSecurityGroupEgressRule(this, "to-anywhere", {
      securityGroupId: this.id,
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      description: reason,
    });
    this.rules.push(rule);
  }

  private createGroup(props: SecurityGroupProps): AwsSecurityGroup {
    const longest = props.namePrefix.padEnd(props.namePrefix.length + SUFFIX_LENGTH, "0");
    check(this, [
      nameProblem("namePrefix", "security-group", longest),
      ...checkDescription("description", props.description),
    ]);
    return new AwsSecurityGroup(this, "Default", {
      ...props.overrides?.group,
      vpcId: props.vpcId,
      namePrefix: `${props.namePrefix}-`,
      description: props.description,
      // Rules inside the group would fight with the rules beside it.
      ingress: undefined,
      egress: undefined,
      // A group that is in use cannot be deleted: the new one comes first.
      lifecycle: { ...props.overrides?.group?.lifecycle, createBeforeDestroy: true },
    });
  }
}

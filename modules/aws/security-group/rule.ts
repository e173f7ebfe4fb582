import type { VpcSecurityGroupEgressRuleConfig } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { known } from "@groundplan/core/problems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * Who is on the other end of a rule: a `Connectable`, or a range. A range that is known only at apply
 * takes a `name`, as the rule's identity cannot hang on a value that is not there yet.
 */
export type Peer =
  | { readonly securityGroup: Construct & { readonly id: string } }
  | { readonly cidr: string; readonly name?: string }
  | { readonly ipv6Cidr: string; readonly name?: string }
  | { readonly prefixListId: string; readonly name: string };

/** What a rule opens: ports, or everything. */
export type Opening = Ports | AllPorts;

/** One port, or a range of them. */
export interface Ports {
  /** First port, 1 to 65535. */
  readonly port: number;
  /** Last port of a range. @default `port` */
  readonly toPort?: number;
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp";
  /** What the opening is for, 1 to 255 characters; ends up in the rule. A change edits the rule. */
  readonly description: string;
}

/** Every port of every protocol. */
export interface AllPorts {
  readonly protocol: "all";
  /** What the opening is for, 1 to 255 characters; ends up in the rule. A change edits the rule. */
  readonly description: string;
}

/** The provider's words for a rule. */
export function ruleOf(
  peer: Peer,
  opening: Opening,
): Omit<VpcSecurityGroupEgressRuleConfig, "securityGroupId"> {
  return {
    ...portsOf(opening),
    description: opening.description,
    ...("securityGroup" in peer && { referencedSecurityGroupId: peer.securityGroup.id }),
    ...("cidr" in peer && { cidrIpv4: peer.cidr }),
    ...("ipv6Cidr" in peer && { cidrIpv6: peer.ipv6Cidr }),
    ...("prefixListId" in peer && { prefixListId: peer.prefixListId }),
  };
}

/**
 * Identity of a peer in a construct id: never a position, so rules do not shift. Two peers never
 * share one: paths keep their joints as dots, which ids have none of.
 */
export function peerKey(peer: Peer): string {
  if ("securityGroup" in peer) return pathInStack(peer.securityGroup).replaceAll("/", ".");
  if (peer.name !== undefined) return peer.name;
  const range = "cidr" in peer ? peer.cidr : "ipv6Cidr" in peer ? peer.ipv6Cidr : undefined;
  return known(range) ? range.toLowerCase().replaceAll(/[.:/]/g, "-") : "unknown";
}

/** Identity of an opening in a construct id. */
export function portKey(opening: Opening): string {
  if (!("port" in opening)) return "all";
  const { port, toPort, protocol } = opening;
  return [protocol ?? "tcp", port, ...(toPort && toPort !== port ? [toPort] : [])].join("-");
}

/** The stack's id names the environment: with it, dev and prod would have unlike addresses. */
function pathInStack(construct: Construct): string {
  return construct.node.path.slice(TerraformStack.of(construct).node.path.length + 1);
}

function portsOf(opening: Opening) {
  if (!("port" in opening)) return { ipProtocol: "-1" };
  const { port, toPort, protocol } = opening;
  return { ipProtocol: protocol ?? "tcp", fromPort: port, toPort: toPort ?? port };
}

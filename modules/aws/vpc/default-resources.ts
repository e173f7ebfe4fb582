import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { inboundRules, outboundRules } from "./network-acl.ts";

interface DefaultResourcesProps {
  readonly vpc: AwsVpc;
  readonly namePrefix: string;
  readonly cidr: string;
  readonly ipv6: boolean;
}

/**
 * What AWS makes with every VPC, taken over: a security group that allows nothing, a route table
 * that leads nowhere, and a network ACL that keeps the internet off SSH and RDP.
 */
export class DefaultResources extends Construct {
  constructor(scope: Construct, id: string, props: DefaultResourcesProps) {
    super(scope, id);
    const { vpc, namePrefix } = props;
    new DefaultSecurityGroup(this, "security-group", {
      vpcId: vpc.id,
      // Empty lists, not absent ones: a rule that somebody adds by hand shows up in the plan.
      ingress: [],
      egress: [],
      tags: { Name: `${namePrefix}-default-unused` },
    });
    new DefaultRouteTable(this, "route-table", {
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: [],
      tags: { Name: `${namePrefix}-default-unused` },
    });
    new DefaultNetworkAcl(this, "network-acl", {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      ingress: inboundRules(props.cidr, props.ipv6 ? vpc.ipv6CidrBlock : undefined),
      egress: outboundRules(props.ipv6),
      tags: { Name: namePrefix },
      // AWS puts every subnet without an ACL of its own here, those of other stacks too.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
    });
  }
}

import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { type App, Fn } from "cdktf";
import { WorkloadStack } from "./base.ts";
import type { Settings } from "./settings.ts";

const TIERS = ["public", "private", "database", "internal"];
const GROUPS = { web: 443, api: 8080, jobs: 9000, postgres: 5432, redis: 6379, search: 9200 };
const INTERFACE_ENDPOINTS = ["ecr.api", "ecr.dkr", "logs", "ssm", "secretsmanager", "sts"];

/** A VPC with four tiers over three zones. */
export class NetworkStack extends WorkloadStack {
  readonly vpc: Vpc;

  constructor(app: App, settings: Settings) {
    super(app, "network", settings, ["aws"]);
    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: settings.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: this.named("vpc") },
    });
    new DefaultSecurityGroup(this, "default-group", { vpcId: this.vpc.id });
    const gateway = new InternetGateway(this, "internet", { vpcId: this.vpc.id });
    const nats = this.createNats();
    const subnets = TIERS.map((tier, index) => this.createTier(tier, index, gateway, nats));
    this.createGroups();
    this.createEndpoints(subnets[1]!);
    this.createAcl(subnets[2]!);
    this.createFlowLog();
    const zone = new Route53Zone(this, "zone", {
      name: `internal.${settings.domain}`,
      vpc: [{ vpcId: this.vpc.id, vpcRegion: settings.region }],
    });
    this.publish("zone", zone.zoneId);
  }

  private createNats(): NatGateway[] {
    return this.settings.zones.map((zone) => {
      const eip = new Eip(this, `nat-address-${zone}`, { domain: "vpc" });
      const subnetId = Fn.element([`subnet-${zone}`, this.vpc.mainRouteTableId], 0) as string;
      return new NatGateway(this, `nat-${zone}`, { allocationId: eip.allocationId, subnetId });
    });
  }

  private createTier(
    tier: string,
    index: number,
    gateway: InternetGateway,
    nats: readonly NatGateway[],
  ): Subnet[] {
    return this.settings.zones.map((zone, number) => {
      const subnet = new Subnet(this, `subnet-${tier}-${zone}`, {
        vpcId: this.vpc.id,
        availabilityZone: `${this.settings.region}${zone}`,
        cidrBlock: Fn.cidrsubnet(this.vpc.cidrBlock, 8, index * 16 + number),
        mapPublicIpOnLaunch: tier === "public",
        tags: { Name: this.named(`${tier}-${zone}`), Tier: tier },
      });
      const table = new RouteTable(this, `routes-${tier}-${zone}`, { vpcId: this.vpc.id });
      const association = { subnetId: subnet.id, routeTableId: table.id };
      new RouteTableAssociation(this, `association-${tier}-${zone}`, association);
      if (tier === "public" || tier === "private") {
        new Route(this, `egress-${tier}-${zone}`, {
          routeTableId: table.id,
          destinationCidrBlock: "0.0.0.0/0",
          gatewayId: tier === "public" ? gateway.id : undefined,
          natGatewayId: tier === "private" ? nats[number]!.id : undefined,
        });
      }
      return subnet;
    });
  }

  private createGroups(): void {
    for (const [name, port] of Object.entries(GROUPS)) {
      const group = new SecurityGroup(this, `group-${name}`, {
        vpcId: this.vpc.id,
        namePrefix: `${this.named(name)}-`,
        description: `Traffic to ${name}`,
        lifecycle: { createBeforeDestroy: true },
      });
      new VpcSecurityGroupIngressRule(this, `group-${name}-in`, {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: this.vpc.cidrBlock,
      });
      new VpcSecurityGroupEgressRule(this, `group-${name}-out`, {
        securityGroupId: group.id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      });
      this.publish(`group-${name}`, group.id);
    }
  }

  private createEndpoints(subnets: readonly Subnet[]): void {
    for (const service of INTERFACE_ENDPOINTS) {
      new VpcEndpoint(this, `endpoint-${service.replace(".", "-")}`, {
        vpcId: this.vpc.id,
        serviceName: `com.amazonaws.${this.settings.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: subnets.map((subnet) => subnet.id),
        dnsOptions: { dnsRecordIpType: "ipv4" },
      });
    }
  }

  private createAcl(subnets: readonly Subnet[]): void {
    new NetworkAcl(this, "acl-database", {
      vpcId: this.vpc.id,
      subnetIds: subnets.map((subnet) => subnet.id),
      ingress: [5432, 6379, 9200].map((port, index) => ({
        ruleNo: 100 + index * 10,
        protocol: "tcp",
        action: "allow",
        fromPort: port,
        toPort: port,
        cidrBlock: this.settings.cidr,
      })),
    });
  }

  private createFlowLog(): void {
    const group = new CloudwatchLogGroup(this, "flow-log-group", {
      name: `/vpc/${this.named("flow")}`,
      retentionInDays: this.settings.logRetentionDays,
    });
    const role = new IamRole(this, "flow-log-role", {
      name: this.named("flow-log"),
      assumeRolePolicy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          },
        ],
      }),
    });
    const write = { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: `${group.arn}:*` };
    new IamRolePolicy(this, "flow-log-policy", {
      role: role.id,
      policy: Fn.jsonencode({ Version: "2012-10-17", Statement: [write] }),
    });
    new FlowLog(this, "flow-log", {
      vpcId: this.vpc.id,
      trafficType: "ALL",
      logDestination: group.arn,
      iamRoleArn: role.arn,
    });
  }
}

import { OpensearchVpcEndpoint } from "@cdktf/provider-aws/lib/opensearch-vpc-endpoint/index.js";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint, type VpcEndpointConfig } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { locationOf } from "@groundplan/aws/account";
import type { PolicyStatement } from "@groundplan/aws/iam";
import { SecurityGroup } from "@groundplan/aws/security-group";
import { declareCost } from "@groundplan/core/cost";
import { type Finding, oneOf } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { dynamodbPolicy, interfacePolicy, s3Policy } from "./endpoint-policy.ts";
import {
  ENDPOINT_SETS,
  type EndpointSet,
  GATEWAY_SERVICES,
  type GatewayService,
  INTERFACE_SERVICES,
  type InterfaceService,
  servicesOf,
} from "./endpoint-services.ts";
import { cents, USD_PER_MONTH } from "./prices.ts";

/** Private ways to AWS services, beside the gateways to S3 and DynamoDB that every network has. */
export interface EndpointOptions {
  /**
   * Kinds of workload whose services get an interface endpoint. Adding one makes its names resolve
   * to the endpoint at once; taking one away sends its traffic over the egress, or nowhere.
   *
   * @default [] in dev, ["fargate"] in prod
   */
  readonly sets?: readonly EndpointSet[];

  /** Single services, beside those of the sets: `sqs`. @default [] */
  readonly services?: readonly InterfaceService[];

  /** Tier that holds the endpoints' addresses. @default the only private tier */
  readonly tier?: string;

  /**
   * Zones that hold the endpoints' addresses: fewer cost less, and their failure takes the services
   * away from all. A change adds or takes addresses without a gap in the zones that stay.
   *
   * @default all zones
   */
  readonly zones?: readonly string[];

  /**
   * Statements added to the policy of one endpoint, beside the own account's: a bucket of somebody
   * else that is read through the S3 gateway.
   *
   * @default the own account, and for S3 the layers of ECR images and Amazon Linux packages
   */
  readonly moreStatements?: Partial<
    Record<InterfaceService | GatewayService, readonly PolicyStatement[]>
  >;

  /**
   * OpenSearch domains that stand in another network, by a name of your choice: ARN of the domain.
   * It must have authorised this account. A domain in this network needs none.
   *
   * @default {}
   */
  readonly openSearchDomains?: Readonly<Record<string, string>>;
}

interface EndpointsProps {
  readonly vpc: AwsVpc;
  readonly namePrefix: string;
  readonly cidr: string;
  readonly sets: readonly EndpointSet[];
  readonly options: EndpointOptions;
  /** Every route table of the network. */
  readonly routeTableIds: readonly string[];
  /** Subnets that hold the endpoints' addresses. */
  readonly subnetIds: readonly string[];
  readonly endpointOverrides?: Partial<VpcEndpointConfig>;
}

/** Gateway endpoints to S3 and DynamoDB, and an interface endpoint for each service asked for. */
export class Endpoints extends Construct {
  /** Endpoints by service. */
  readonly byService: Readonly<Record<string, VpcEndpoint>>;
  /** Lets the network in on 443. Not there where no endpoint needs it. */
  readonly securityGroup?: SecurityGroup;

  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const services = servicesOf(props.sets, props.options.services ?? []);
    const domains = props.options.openSearchDomains ?? {};
    const addresses = services.length + Object.keys(domains).length;
    if (addresses > 0) this.securityGroup = this.createSecurityGroup(props);
    this.byService = Object.fromEntries([
      ...GATEWAY_SERVICES.map((each) => [each, this.createGateway(each, props)]),
      ...services.map((each) => [each, this.createInterface(each, props)]),
    ]);
    for (const [key, domainArn] of Object.entries(domains)) {
      this.createOpenSearch(key, domainArn, props);
    }
    this.tellCost(addresses, props.subnetIds.length);
  }

  private createSecurityGroup(props: EndpointsProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      vpcId: props.vpc.id,
      namePrefix: `${props.namePrefix}-endpoints`,
      description: "Endpoints of AWS services: HTTPS from the network",
    });
    group.allowFrom({ cidr: props.cidr }, { port: 443, description: "HTTPS from the network" });
    return group;
  }

  private createGateway(service: GatewayService, props: EndpointsProps): VpcEndpoint {
    const more = props.options.moreStatements?.[service];
    return new VpcEndpoint(this, service, {
      vpcId: props.vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: this.serviceName(service),
      routeTableIds: [...props.routeTableIds],
      policy:
        service === "s3"
          ? s3Policy(locationOf(this), props.vpc.ownerId, more)
          : dynamodbPolicy(props.vpc.ownerId, more),
      tags: { Name: `${props.namePrefix}-${service}` },
    });
  }

  private createInterface(service: InterfaceService, props: EndpointsProps): VpcEndpoint {
    return new VpcEndpoint(this, service, {
      tags: { Name: `${props.namePrefix}-${service}` },
      ...props.endpointOverrides,
      vpcId: props.vpc.id,
      vpcEndpointType: "Interface",
      serviceName: this.serviceName(service),
      subnetIds: [...props.subnetIds],
      securityGroupIds: [this.securityGroup!.id],
      privateDnsEnabled: true,
      policy: interfacePolicy(
        locationOf(this),
        service,
        props.vpc.ownerId,
        props.options.moreStatements?.[service],
      ),
    });
  }

  private createOpenSearch(key: string, domainArn: string, props: EndpointsProps): void {
    new OpensearchVpcEndpoint(this, `opensearch-${key}`, {
      domainArn,
      vpcOptions: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: [this.securityGroup!.id],
      },
    });
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${locationOf(this).region}.${service}`;
  }

  private tellCost(endpoints: number, zones: number): void {
    const count = endpoints * zones;
    if (count === 0) return;
    declareCost(this, [
      {
        item: `${endpoints} x interface endpoint in ${zones} zone${zones > 1 ? "s" : ""}`,
        usdPerMonth: cents(count * USD_PER_MONTH.interfaceEndpointInZone),
      },
    ]);
  }
}

/** Checks that every set, service and zone named is one that there is. */
export function endpointProblems(options: EndpointOptions, zones: readonly string[]): Finding[] {
  const sets = Object.keys(ENDPOINT_SETS) as EndpointSet[];
  const services = Object.keys(INTERFACE_SERVICES) as InterfaceService[];
  return [
    ...(options.sets ?? []).map((set) => oneOf("endpoints.sets", set, sets)),
    ...(options.services ?? []).map((each) => oneOf("endpoints.services", each, services)),
    ...(options.zones ?? []).map((zone) => oneOf("endpoints.zones", zone, zones)),
  ];
}

import type { ContractOf, ContractShape } from "@groundplan/core/contracts";
import { check, matching } from "@groundplan/core/problems";
import type { ModuleProps, Stage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type Connectable, SecurityGroup } from "../security-group/index.ts";
import type { Network } from "../vpc/network.ts";
import { Route, type RoutedLoadBalancer } from "./route.ts";
import type { RouteProps } from "./route-props.ts";

/** What one stack hands to another so that it can add routes. */
export const LOAD_BALANCER_SHAPE = {
  listenerArn: "text",
  securityGroupId: "text",
  arnSuffix: "text",
  dnsName: "text",
  zoneId: "text",
} as const satisfies ContractShape;

/** A load balancer of another stack. */
export interface ExistingLoadBalancerProps extends ModuleProps {
  /**
   * Its physical name: under it the routes of all stacks are checked together. Computed from names,
   * not read.
   */
  readonly name: string;

  /** The network that both stand in. */
  readonly network: Network;

  /** The fields that its stack has published, read from the contract. */
  readonly contract: ContractOf<typeof LOAD_BALANCER_SHAPE>;
}

/** A load balancer that another stack has made. Its routes here belong to this stack. */
export class ExistingLoadBalancer extends Construct implements RoutedLoadBalancer, Connectable {
  readonly stage: Stage;
  readonly name: string;
  readonly vpcId: string;
  readonly listenerArn: string;
  readonly arnSuffix: string;
  readonly dnsName: string;
  readonly zoneId: string;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: ExistingLoadBalancerProps) {
    super(scope, id);
    check(this, [
      matching("name", props.name, /^[a-z][a-z0-9-]*$/, "be the name that its stack gave it"),
    ]);
    this.stage = props.stage;
    this.name = props.name;
    this.vpcId = props.network.vpcId;
    this.listenerArn = props.contract.listenerArn;
    this.arnSuffix = props.contract.arnSuffix;
    this.dnsName = props.contract.dnsName;
    this.zoneId = props.contract.zoneId;
    this.securityGroup = SecurityGroup.fromExisting(this, "security-group", {
      securityGroupId: props.contract.securityGroupId,
    });
  }

  /** Sends the requests of some hosts and paths to one service. See `LoadBalancer.route`. */
  route(key: string, props: RouteProps): Route {
    return new Route(this, key, props);
  }
}

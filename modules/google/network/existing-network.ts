import { check, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { type NetworkAddress, ReachableNetwork } from "./reachable-network.ts";

/** A network that somebody else made. */
export interface ExistingNetworkProps extends NetworkAddress {
  /** Keys of its subnets. */
  readonly subnets: readonly string[];
}

/**
 * A network that another stack made, by its names alone: nothing is read from that stack, and nothing
 * is made but the rules of those who stand in it.
 */
export class ExistingNetwork extends ReachableNetwork {
  private readonly subnets: readonly string[];

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id, props);
    this.subnets = props.subnets;
  }

  get networkId(): string {
    return `projects/${this.project}/global/networks/${this.name}`;
  }

  subnetId(key: string): string {
    check(this, [
      must(this.subnets.includes(key), "subnet", `be one of ${this.subnets.join(", ")}`, key),
    ]);
    return `projects/${this.project}/regions/${this.region}/subnetworks/${this.name}-${key}`;
  }
}

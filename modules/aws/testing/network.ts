import { Construct } from "constructs";
import type { Network } from "../vpc/network.ts";

/** A network that stands already, for tests of what is put into one. */
export class FakeNetwork extends Construct implements Network {
  readonly vpcId = "vpc-0a1b2c3d";
  readonly cidr = "10.20.0.0/16";
  readonly hasEgress = true;
  readonly endpointServices: readonly string[] = [];
  readonly zones: readonly string[];

  constructor(scope: Construct, zones: readonly string[] = ["eu-west-1a", "eu-west-1b"]) {
    super(scope, "network");
    this.zones = zones;
  }

  subnetIds(tier: string): string[] {
    return this.zones.map((zone) => `subnet-${tier}-${zone}`);
  }
}

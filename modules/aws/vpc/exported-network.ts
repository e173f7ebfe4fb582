import type { ExportedObject } from "@groundplan/core/exported";
import { check, known, must, PropsError } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { Network } from "./network.ts";

/** A network as the caller of an exported module knows it. */
export interface NetworkValues {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Ids of the subnets to stand in: two or more, each in another zone. */
  readonly subnetIds: readonly string[];
}

/** Zones of a list whose length nobody knows yet: as many as anything asks for at least. */
const TWO_ZONES = ["zone-0", "zone-1"];

/**
 * A network of which a module needs the VPC and the subnets of one tier. What else a construct asks it for
 * no caller could say, and the export is refused: a made-up range would open what nobody meant.
 */
export function networkOfValues(): ExportedObject {
  return {
    props: { folder: "modules/aws/vpc", name: "NetworkValues" },
    make: (scope: Construct, id: string, values: NetworkValues) =>
      new NetworkOfValues(scope, id, values),
  };
}

class NetworkOfValues extends Construct implements Network {
  readonly vpcId: string;
  readonly zones: readonly string[];
  readonly #subnetIds: readonly string[];

  constructor(scope: Construct, id: string, { vpcId, subnetIds }: NetworkValues) {
    super(scope, id);
    const counted = known(subnetIds);
    check(this, [
      must(!counted || subnetIds.length >= 2, "network.subnetIds", "have at least 2 items"),
    ]);
    this.vpcId = vpcId;
    this.zones = counted ? subnetIds.map((_, position) => `zone-${position}`) : TWO_ZONES;
    this.#subnetIds = subnetIds;
  }

  get cidr(): string {
    return this.unknown("cidr");
  }

  get hasEgress(): boolean {
    return this.unknown("hasEgress");
  }

  get endpointServices(): readonly string[] {
    return this.unknown("endpointServices");
  }

  subnetIds(): string[] {
    // One token for the whole list: copied, it would be cut from its meaning.
    return this.#subnetIds as string[];
  }

  private unknown(what: string): never {
    const rule = "be asked by no construct that is exported with this network";
    throw new PropsError(this.node.path, [{ prop: what, rule }]);
  }
}

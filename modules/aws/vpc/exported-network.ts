import type { ExportedObject } from "@groundplan/core/exported";
import { check, known, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { ExistingNetwork } from "./existing-network.ts";
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
 * A network of which a module needs the VPC and the subnets of one tier, and nothing else.
 *
 * @param tier the one that the construct asks for
 */
export function networkOfValues(tier: string): ExportedObject {
  return {
    props: { folder: "modules/aws/vpc", name: "NetworkValues" },
    make: (scope: Construct, id: string, { vpcId, subnetIds }: NetworkValues): Network => {
      const counted = known(subnetIds);
      check(scope, [
        must(!counted || subnetIds.length >= 2, "network.subnetIds", "have at least 2 items"),
      ]);
      return new ExistingNetwork(scope, id, {
        vpcId,
        // A construct that reads it is refused: no variable gives this range.
        cidr: "0.0.0.0/0",
        zones: counted ? subnetIds.map((_, position) => `zone-${position}`) : TWO_ZONES,
        subnetIds: { [tier]: subnetIds },
        hasEgress: false,
      });
    },
  };
}

import type { ExportedObject } from "@groundplan/core/exported";
import { check, known, must, PropsError } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { Network } from "./network.ts";

/** A network as the caller of an exported module knows it. */
export interface NetworkValues {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Ids of the subnets to stand in, each in another zone. */
  readonly subnetIds: readonly string[];
}

/** How many subnets a construct needs. */
export type Subnets = { readonly atLeast: number } | { readonly exactly: number };

/**
 * A network of which a module needs the VPC and the subnets of one tier. What else a construct asks it for
 * no caller could say, and the export is refused: a made-up range would open what nobody meant.
 */
export function networkOfValues(subnets: Subnets): ExportedObject {
  return {
    props: { folder: "modules/aws/vpc", name: "NetworkValues" },
    make: (scope: Construct, id: string, values: NetworkValues) =>
      new NetworkOfValues(scope, id, { ...values, subnets }),
  };
}

interface NetworkOfValuesProps extends NetworkValues {
  readonly subnets: Subnets;
}

class NetworkOfValues extends Construct implements Network {
  readonly vpcId: string;
  readonly zones: readonly string[];
  readonly #subnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: NetworkOfValuesProps) {
    super(scope, id);
    const { vpcId, subnetIds, subnets } = props;
    const { length } = subnetIds;
    const exact = "exactly" in subnets;
    const least = exact ? subnets.exactly : subnets.atLeast;
    const rule = `have ${exact ? "exactly" : "at least"} ${least} items`;
    const counted = known(subnetIds);
    check(this, [
      must(!counted || (exact ? length === least : length >= least), "network.subnetIds", rule),
    ]);
    this.vpcId = vpcId;
    // Of a list that is not known yet, as many as there are at least.
    const zones = counted ? length : least;
    this.zones = Array.from({ length: zones }, (_, position) => `zone-${position}`);
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

import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { Forgotten } from "@groundplan/core/forgotten";
import { type Finding, must } from "@groundplan/core/problems";
import { Construct } from "constructs";

/**
 * How private subnets reach the internet.
 *
 * - `none`: not at all; only the network and its endpoints
 * - `nat-instance`: one small EC2 instance that heals itself; minutes of outage when it does
 * - `single-nat`: one NAT gateway; its zone is a single point of failure
 * - `nat-per-zone`: one NAT gateway in each zone
 * - `regional-nat`: one NAT gateway that spans the zones and needs no public subnet
 */
export type Egress = "none" | "nat-instance" | "single-nat" | "nat-per-zone" | "regional-nat";

/** Every kind of egress, from least to most. */
export const EGRESS_KINDS: readonly Egress[] = [
  "none",
  "nat-instance",
  "single-nat",
  "nat-per-zone",
  "regional-nat",
];

/**
 * Keys of the Elastic IPs that a kind of egress leaves with: `nat-<zone>`, `regional-<zone>` or
 * `instance-<zone>`. An address can serve one thing at a time, so kinds that may stand side by side
 * during a move do not share one.
 *
 * @param zones all zones of the network
 * @param zone the zone of a single NAT gateway or instance
 */
export function addressKeys(kind: Egress, zones: readonly string[], zone: string): string[] {
  switch (kind) {
    case "none":
      return [];
    case "nat-instance":
      return [`instance-${zone}`];
    case "single-nat":
      return [`nat-${zone}`];
    case "nat-per-zone":
      return zones.map((each) => `nat-${each}`);
    case "regional-nat":
      return zones.map((each) => `regional-${each}`);
  }
}

/** Keys of every address that a network could have had, in any of these zones. */
export function everyAddressKey(zones: readonly string[]): string[] {
  const keys = zones.flatMap((zone) =>
    EGRESS_KINDS.flatMap((kind) => addressKeys(kind, [zone], zone)),
  );
  return [...new Set(keys)].sort();
}

/** An address as gateways use it. */
export interface EgressAddress {
  readonly allocationId: string;
  /** Known where the module makes the address, not where it is brought along. */
  readonly publicIp?: string;
}

interface EgressAddressesProps {
  readonly namePrefix: string;
  /** Keys of the addresses to hold, whether something uses them or not. */
  readonly keys: readonly string[];
  /** Allocations to use instead of making an address, by key. */
  readonly allocationIds: Readonly<Record<string, string>>;
  /**
   * Keys of addresses that may have been held before. With `protect` those that are held no longer
   * are forgotten instead of released.
   */
  readonly everHeld: readonly string[];
  /** Refuses every plan that destroys an address. */
  readonly protect: boolean;
}

/**
 * The Elastic IPs that traffic leaves with. They stand apart from what uses them: partners put
 * them on allow-lists, and a released address does not come back.
 *
 * @stateful
 */
export class EgressAddresses extends Construct {
  readonly byKey: Readonly<Record<string, EgressAddress>>;
  /** The addresses that this module makes, by key. */
  readonly eips: Readonly<Record<string, Eip>>;

  constructor(scope: Construct, id: string, props: EgressAddressesProps) {
    super(scope, id);
    const made = props.keys.filter((key) => !Object.hasOwn(props.allocationIds, key));
    this.eips = Object.fromEntries(made.map((key) => [key, this.createEip(key, props)]));
    this.byKey = Object.fromEntries(
      props.keys.map((key) => [key, this.eips[key] ?? { allocationId: props.allocationIds[key]! }]),
    );
    if (!props.protect) return;
    for (const key of props.everHeld.filter((each) => !made.includes(each))) {
      new Forgotten(this, key, Eip.tfResourceType);
    }
  }

  private createEip(key: string, { namePrefix, protect }: EgressAddressesProps): Eip {
    return new Eip(this, key, {
      domain: "vpc",
      tags: { Name: `${namePrefix}-${key}` },
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
  }
}

/** Checks that each allocation brought along is one that would be used. */
export function allocationProblems(
  prop: string,
  allocationIds: Readonly<Record<string, string>>,
  keys: readonly string[],
): Finding[] {
  return Object.keys(allocationIds).map((key) =>
    must(keys.includes(key), prop, `have keys among ${keys.join(", ") || "none"}`, key),
  );
}

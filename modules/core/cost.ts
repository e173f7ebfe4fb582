import type { Construct, IConstruct } from "constructs";

/** Something that costs money every month whether it is used or not. */
export interface FixedCost {
  /** What is paid for: `3 NAT gateways`. */
  readonly item: string;
  /** List price in US dollars for 730 hours, before any traffic or usage. */
  readonly usdPerMonth: number;
}

/** The fixed costs of one construct. */
export interface CostLine extends FixedCost {
  /** Path of the construct that causes it. */
  readonly path: string;
}

const METADATA_TYPE = "groundplan:fixed-cost";

/** Says what a construct costs while it stands. Changes nothing in the synthesized stack. */
export function declareCost(scope: Construct, costs: readonly FixedCost[]): void {
  for (const cost of costs) scope.node.addMetadata(METADATA_TYPE, cost, { stackTrace: false });
}

/** Every fixed cost below a construct, in tree order. */
export function fixedCosts(root: IConstruct): CostLine[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter((entry) => entry.type === METADATA_TYPE)
        .map((entry) => ({ path: construct.node.path, ...(entry.data as FixedCost) })),
    );
}

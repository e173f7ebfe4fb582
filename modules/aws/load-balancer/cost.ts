import type { FixedCost } from "@groundplan/core/cost";
import { cents, USD_PER_MONTH } from "../vpc/prices.ts";
import type { Exposure } from "./load-balancer-props.ts";

/** us-east-1, 730 hours, before capacity units: USD 0.0225 an hour. */
const LOAD_BALANCER_USD = 16.43;

/** What a load balancer costs while nobody calls it. */
export function costsOf({ scheme, addresses }: Exposure, zones: number): FixedCost[] {
  const balancer = { item: "application load balancer", usdPerMonth: LOAD_BALANCER_USD };
  if (scheme === "internal" || addresses === "dualstack-without-public-ipv4") return [balancer];
  return [
    balancer,
    {
      item: `${zones} public IPv4 addresses`,
      usdPerMonth: cents(zones * USD_PER_MONTH.publicIpv4),
    },
  ];
}

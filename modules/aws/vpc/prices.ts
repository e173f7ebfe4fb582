/** Hours that a month is counted with. */
const HOURS = 730;

/**
 * List prices in us-east-1, US dollars, as of November 2026. The README names the sources.
 * They are for the order of magnitude that a plan shows; other regions differ by up to a fifth.
 */
export const USD_PER_MONTH = {
  /** A NAT gateway, or a regional one in one zone. $0.045 an hour. */
  natGateway: 0.045 * HOURS,
  /** A public IPv4 address, in use or held. $0.005 an hour. */
  publicIpv4: 0.005 * HOURS,
  /** An interface endpoint in one zone. $0.01 an hour. */
  interfaceEndpointInZone: 0.01 * HOURS,
  /** A GiB of gp3 volume. */
  gp3Gib: 0.08,
} as const;

/** On-demand prices of instance types that carry a NAT well. Others are told without a price. */
export const INSTANCE_USD_PER_MONTH: Readonly<Record<string, number>> = {
  "t4g.nano": 0.0042 * HOURS,
  "t4g.micro": 0.0084 * HOURS,
  "t4g.small": 0.0168 * HOURS,
  "c7gn.medium": 0.0624 * HOURS,
};

/** A price to the cent. */
export function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

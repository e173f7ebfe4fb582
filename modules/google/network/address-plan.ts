import { type Cidr, cidrProblem, contains, overlaps, parseCidr } from "@groundplan/core/cidr";
import { type Finding, matching, must } from "@groundplan/core/problems";
import { type PrivateServices, privateServicesCidr } from "./private-services.ts";

/** One subnet. */
export interface Subnet {
  /**
   * IPv4 range, /29 or larger. Growing it around the same addresses is done in place; any other
   * change replaces the subnet with all that stands in it.
   */
  readonly cidr: string;
}

/** Every range that the network has or must keep clear of. */
export interface AddressPlan {
  /** Subnets by key. Adding or dropping one leaves the others as they are. */
  readonly subnets: Readonly<Record<string, Subnet>>;

  /**
   * Ranges of what the network is or will be joined with, by name: an office, another cloud. Only
   * checked: nothing here may overlap them.
   *
   * @default nobody
   */
  readonly peers?: Readonly<Record<string, readonly string[]>>;

  /** Addresses for Google's managed services, such as Cloud SQL. @default none are set aside */
  readonly privateServices?: PrivateServices;
}

/** A range and where it was typed. */
interface Taken {
  readonly prop: string;
  readonly cidr: string;
  readonly range: Cidr;
}

/** What private networks are made of (RFC 1918, RFC 6598). */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  (cidr) => parseCidr(cidr)!,
);

/** Docker's own network on every host, and a range that Cloud SQL keeps for itself. */
const DOCKER_BRIDGE = "172.17.0.0/16";

/** Longest prefix of a subnet. */
const SMALLEST = 29;

/** Everything that is wrong with the ranges, alone and against each other. */
export function addressProblems(plan: AddressPlan, servicesPrefix: number): Finding[] {
  const own = ownRanges(plan, servicesPrefix);
  const peers = Object.entries(plan.peers ?? {}).flatMap(([peer, cidrs]) =>
    cidrs.map((cidr) => [`peers.${peer}`, cidr] as const),
  );
  const taken = readable([...own, ...peers]);
  return [
    must(own.length > 0, "subnets", "name at least one subnet"),
    ...Object.keys(plan.subnets).map((key) =>
      matching(`subnets.${key}`, key, /^[a-z][a-z0-9-]*$/, "have a kebab-case key"),
    ),
    ...[...own, ...peers].map(([prop, cidr]) => cidrProblem(prop, cidr)),
    ...readable(own).flatMap(ownProblems),
    ...taken.flatMap((each, i) => meetings(each, taken.slice(0, i))),
  ];
}

function ownRanges({ subnets, privateServices }: AddressPlan, servicesPrefix: number) {
  const ranges = Object.entries(subnets).map(
    ([key, { cidr }]) => [`subnets.${key}.cidr`, cidr] as const,
  );
  if (!privateServices) return ranges;
  return [
    ...ranges,
    ["privateServices", privateServicesCidr(privateServices, servicesPrefix)] as const,
  ];
}

function readable(ranges: readonly (readonly [string, string])[]): Taken[] {
  return ranges.flatMap(([prop, cidr]) => {
    const range = parseCidr(cidr);
    return range ? [{ prop, cidr, range }] : [];
  });
}

function ownProblems({ prop, cidr, range }: Taken): Finding[] {
  return [
    must(
      PRIVATE.some((block) => contains(block, range)),
      prop,
      "lie in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
      cidr,
    ),
    must(range.prefix <= SMALLEST, prop, `be /${SMALLEST} or larger`, cidr),
    must(
      !overlaps(range, parseCidr(DOCKER_BRIDGE)!),
      prop,
      `not overlap ${DOCKER_BRIDGE}`,
      cidr,
      "Docker on each host has it, and Cloud SQL cannot answer into it",
    ),
  ];
}

/** Peers may share addresses with each other: they are not this network's. */
function meetings(each: Taken, earlier: readonly Taken[]): Finding[] {
  const isPeer = ({ prop }: Taken) => prop.startsWith("peers.");
  return earlier
    .filter((other) => !(isPeer(each) && isPeer(other)) && overlaps(each.range, other.range))
    .map((other) =>
      must(false, each.prop, `not overlap ${other.cidr} of ${other.prop}`, each.cidr),
    );
}

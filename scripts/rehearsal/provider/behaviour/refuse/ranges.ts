import type { Fields } from "../../cty/value.ts";
import { textsAt } from "../../store/index-of.ts";
import { type Case, having, others, refused, text } from "./case.ts";
import { holds, meet, type Range, rangeOf } from "./cidr.ts";

/** A range that a subnet has, and what its network says of it. */
interface Inside {
  /** Attribute of the range. */
  readonly range: string;
  /** How the cloud calls it. */
  readonly word: string;
  /** Attribute of the VPC that holds its own range, and of what adds one to it. */
  readonly outer: string;
  readonly more: readonly [type: string, attribute: string];
}

const OF_AWS: readonly Inside[] = [
  {
    range: "cidr_block",
    word: "CIDR",
    outer: "cidr_block",
    more: ["aws_vpc_ipv4_cidr_block_association", "cidr_block"],
  },
  {
    range: "ipv6_cidr_block",
    word: "IPv6 CIDR",
    outer: "ipv6_cidr_block",
    more: ["aws_vpc_ipv6_cidr_block_association", "ipv6_cidr_block"],
  },
];

/**
 * Refuses a subnet outside of its network or over another, and a peering of networks that overlap.
 * Codes and words: EC2 API reference, "Error codes" and "VpcPeeringConnectionStateReason"; Compute
 * Engine, "VPC Network Peering", "Invalid IPCidrRange".
 */
export function checkRange(subject: Case): void {
  if (!subject.planned || subject.before) return;
  CHECKS[subject.type]?.(subject, subject.planned);
}

const CHECKS: Readonly<Record<string, (subject: Case, planned: Fields) => void>> = {
  aws_subnet(subject, planned) {
    const vpc = text(planned, "vpc_id");
    for (const inside of OF_AWS) {
      const cidr = text(planned, inside.range);
      const own = rangeOf(cidr);
      if (!own) continue;
      const outer = rangesOfVpc(subject, vpc, inside);
      const call = `creating ${subject.type}`;
      if (outer.length > 0 && !outer.some((each) => holds(each, own))) {
        throw refused(call, "InvalidSubnet.Range", `The ${inside.word} '${cidr}' is invalid.`);
      }
      const beside = others(subject, subject.type, "vpc_id", vpc);
      if (beside.some(({ object }) => meets(text(object, inside.range), own))) {
        const message = `The ${inside.word} '${cidr}' conflicts with another subnet`;
        throw refused(call, "InvalidSubnet.Conflict", message);
      }
    }
  },
  aws_vpc_peering_connection(subject, planned) {
    const [own, peer] = ["vpc_id", "peer_vpc_id"].map((name) => {
      const vpc = text(planned, name);
      return OF_AWS.flatMap((inside) => rangesOfVpc(subject, vpc, inside));
    });
    if (!own!.some((mine) => peer!.some((theirs) => meet(mine, theirs)))) return;
    throw refused(
      `waiting for EC2 VPC Peering Connection create`,
      "unexpected state 'failed', wanted target 'active, pending-acceptance'",
      "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
    );
  },
  google_compute_subnetwork(subject, planned) {
    const cidr = text(planned, "ip_cidr_range");
    const own = rangeOf(cidr);
    const beside = others(subject, subject.type, "network", text(planned, "network"));
    const met = beside.find(({ object }) => own && meets(text(object, "ip_cidr_range"), own));
    if (!met) return;
    const message = `Invalid IPCidrRange: ${cidr} conflicts with existing subnetwork '${text(met.object, "name")}' in region '${text(met.object, "region")}'., invalid`;
    throw refused(`creating ${subject.type}`, "Error 400", message);
  },
  google_compute_network_peering(subject, planned) {
    const ranges = (name: string) =>
      others(subject, "google_compute_subnetwork", "network", text(planned, name)).map(
        ({ object }) => text(object, "ip_cidr_range"),
      );
    const theirs = ranges("peer_network");
    for (const mine of ranges("network")) {
      const own = rangeOf(mine);
      const other = theirs.find((each) => own && meets(each, own));
      if (other === undefined) continue;
      const message = `An IP range in the peer network (${other}) overlaps with an IP range (${mine}) in the local network., badRequest`;
      throw refused(`creating ${subject.type}`, "Error 400", message);
    }
  },
};

function meets(cidr: string, own: Range): boolean {
  const range = rangeOf(cidr);
  return range !== undefined && meet(range, own);
}

function rangesOfVpc({ clouds }: Case, vpc: string, { outer, more }: Inside): Range[] {
  const [type, attribute] = more;
  const texts = [
    ...[...having(clouds, "aws_vpc", "id", vpc)].flatMap(({ object }) => textsAt(object, outer)),
    ...[...having(clouds, type, "vpc_id", vpc)].flatMap(({ object }) => textsAt(object, attribute)),
  ];
  return texts.flatMap((each) => rangeOf(each) ?? []);
}

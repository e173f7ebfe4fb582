import { type Case, everything, others, refused, text } from "./case.ts";

/** First and last address of an IPv4 range, as numbers. */
function boundsOf(cidr: string): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
  const size = 2 ** (32 - bits);
  const first = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return [first, first + size - 1];
}

/**
 * Refuses a subnet outside of its network or over another. Codes: EC2 API reference, "Error codes";
 * Compute Engine, subnets, "Invalid IPCidrRange".
 */
export function checkRange(subject: Case): void {
  const { type, planned, before, clouds } = subject;
  if (!planned || before) return;
  const aws = type === "aws_subnet";
  if (!aws && type !== "google_compute_subnetwork") return;
  const [range, network] = aws ? ["cidr_block", "vpc_id"] : ["ip_cidr_range", "network"];
  const cidr = text(planned, range!);
  const own = boundsOf(cidr);
  if (!own) return;
  if (aws) {
    const vpc = [...everything(clouds, "aws_vpc")].find(
      ({ object }) => object["id"] === planned["vpc_id"],
    );
    const blocks = [
      text(vpc?.object, "cidr_block"),
      ...[...everything(clouds, "aws_vpc_ipv4_cidr_block_association")]
        .filter(({ object }) => object["vpc_id"] === planned["vpc_id"])
        .map(({ object }) => text(object, "cidr_block")),
    ].flatMap((block) => boundsOf(block) ?? []);
    const pairs = blocks.flatMap((_n, at) => (at % 2 ? [] : [[blocks[at]!, blocks[at + 1]!]]));
    const isInside = pairs.some(([first, last]) => own[0] >= first! && own[1] <= last!);
    if (pairs.length > 0 && !isInside) {
      throw refused(`creating ${type}`, "InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
    }
  }
  const met = others(subject, type).find(({ object }) => {
    const bounds = boundsOf(text(object, range!));
    const isNear = object[network!] === planned[network!];
    return isNear && bounds && own[0] <= bounds[1] && bounds[0] <= own[1];
  });
  if (!met) return;
  const [code, message] = aws
    ? ["InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`]
    : [
        "Error 400",
        `Invalid IPCidrRange: ${cidr} conflicts with existing subnetwork '${text(met.object, "name")}' in region '${text(met.object, "region")}'., invalid`,
      ];
  throw refused(`creating ${type}`, code!, message!);
}

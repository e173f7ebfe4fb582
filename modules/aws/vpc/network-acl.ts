/** One rule of a network ACL, without its number's direction. */
export interface AclRule {
  readonly ruleNo: number;
  readonly action: "allow";
  /** `-1` for all, `6` TCP, `17` UDP, `1` ICMP, `58` ICMPv6. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlock?: string;
  readonly ipv6CidrBlock?: string;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** Private ranges: this network, its peers and what a VPN brings. Security groups decide there. */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * Ports that the internet may open: web, and the high ports that answers come back to. What is
 * missing is missing on purpose: FTP, SSH (20 to 22) and RDP (3389).
 */
const WORLD_TCP: readonly (readonly [number, number])[] = [
  [80, 80],
  [443, 443],
  [1024, 3388],
  [3390, 65535],
];

/**
 * What comes in: all from private ranges, from elsewhere only web and answers. A second fence: a
 * security group that opens SSH to the world by mistake stays shut.
 *
 * @param ipv6Cidr the VPC's IPv6 range, where it has one
 */
export function inboundRules(cidr: string, ipv6Cidr?: string): AclRule[] {
  const ranges = [...new Set([cidr, ...PRIVATE_RANGES])];
  const inside = ranges.map((cidrBlock, i) => everything(100 + i * 10, { cidrBlock }));
  const world = fromWorld(200, { cidrBlock: "0.0.0.0/0" }, "1");
  if (!ipv6Cidr) return [...inside, ...world];
  return [
    ...inside,
    ...world,
    everything(300, { ipv6CidrBlock: ipv6Cidr }),
    ...fromWorld(310, { ipv6CidrBlock: "::/0" }, "58"),
  ];
}

/** What goes out: everything. Security groups and routes decide. */
export function outboundRules(ipv6: boolean): AclRule[] {
  return [
    everything(100, { cidrBlock: "0.0.0.0/0" }),
    ...(ipv6 ? [everything(110, { ipv6CidrBlock: "::/0" })] : []),
  ];
}

type Peer = Pick<AclRule, "cidrBlock" | "ipv6CidrBlock">;

function everything(ruleNo: number, peer: Peer): AclRule {
  return { ruleNo, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, ...peer };
}

function fromWorld(first: number, peer: Peer, icmp: "1" | "58"): AclRule[] {
  const tcp = WORLD_TCP.map(([fromPort, toPort], i) => ({
    ruleNo: first + i * 10,
    action: "allow" as const,
    protocol: "6",
    fromPort,
    toPort,
    ...peer,
  }));
  const rest = first + WORLD_TCP.length * 10;
  return [
    ...tcp,
    { ...everything(rest, peer), protocol: "17", fromPort: 1024, toPort: 65535 },
    { ...everything(rest + 10, peer), protocol: icmp, icmpType: -1, icmpCode: -1 },
  ];
}

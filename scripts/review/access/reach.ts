import { BlockList, isIP } from "node:net";

/** Who reaches what: a direction, ports and a peer. */
export interface Reach {
  readonly direction: "in" | "out";
  /** `tcp`, `udp`, `icmp`, or `all`. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A range of addresses, or the name of a group, a tag or a list. */
  readonly peer: string;
}

/** Every port. */
export const ALL_PORTS = { from: 0, to: 65_535 } as const;

/** True when everything that `inner` reaches is reached by `outer`. */
export function reaches(outer: Reach, inner: Reach): boolean {
  return (
    outer.direction === inner.direction &&
    (outer.protocol === "all" || outer.protocol === inner.protocol) &&
    outer.from <= inner.from &&
    outer.to >= inner.to &&
    (outer.peer === inner.peer || rangeCovers(outer.peer, inner.peer))
  );
}

/** True when every address of a range lies in another. */
export function rangeCovers(outer: string, inner: string): boolean {
  const [a, b] = [rangeOf(outer), rangeOf(inner)];
  if (!a || !b || a.family !== b.family || a.prefix > b.prefix) return false;
  const list = new BlockList();
  list.addSubnet(a.address, a.prefix, a.family);
  return list.check(b.address, b.family);
}

function rangeOf(
  text: string,
): { address: string; prefix: number; family: "ipv4" | "ipv6" } | undefined {
  const [address = "", bits] = text.split("/");
  const version = isIP(address);
  if (version === 0) return undefined;
  const family = version === 4 ? "ipv4" : "ipv6";
  const prefix = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits);
  return Number.isInteger(prefix) ? { address, prefix, family } : undefined;
}

/** True for a range that holds every address. */
export function isEverywhere(peer: string): boolean {
  return rangeOf(peer)?.prefix === 0;
}

/**
 * True for a range that holds more than any private one (10.0.0.0/8 of RFC 1918, fc00::/7 of RFC 4193):
 * a good part of the internet, if not all of it.
 */
export function isWide(peer: string): boolean {
  const range = rangeOf(peer);
  return range !== undefined && range.prefix < (range.family === "ipv4" ? 8 : 7);
}

/** `port 443/tcp`, `ports 8000-8100/udp`, `every port`. */
export function portsOf({ protocol, from, to }: Reach): string {
  if (protocol === "all") return "every port";
  if (from === ALL_PORTS.from && to === ALL_PORTS.to) return `every ${protocol} port`;
  if (protocol.startsWith("icmp")) return protocol;
  return from === to ? `port ${from}/${protocol}` : `ports ${from}-${to}/${protocol}`;
}

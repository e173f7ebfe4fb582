import { parseCidr } from "@groundplan/core/cidr";
import { canonicalIpv6 } from "../records/addresses.ts";

/** Prefix lengths that a list takes. Source: cloudflare-docs, waf/tools/lists/custom-lists. */
const IPV4_PREFIXES = { shortest: 8, longest: 32 };

/** The page has had /4 and /12 as the shortest: the narrower is taken. */
const IPV6_PREFIXES = { shortest: 12, longest: 64 };

/**
 * The form in which Cloudflare keeps an address or range, so that nothing drifts: IPv6 in lower case
 * and shortened, a single IPv4 address without its `/32`.
 *
 * @returns nothing when a list does not take it: a wrong address, one that is not the first of its
 * range, or a prefix that is too short or too long
 */
export function canonicalRange(text: string): string | undefined {
  return text.includes(":") ? canonicalIpv6Range(text) : canonicalIpv4Range(text);
}

function canonicalIpv4Range(text: string): string | undefined {
  const [address, length = "32"] = text.split("/");
  const range = parseCidr(`${address}/${length}`);
  const { shortest, longest } = IPV4_PREFIXES;
  if (!range || range.prefix < shortest) return undefined;
  const plain = address!.split(".").map(Number).join(".");
  return range.prefix === longest ? plain : `${plain}/${range.prefix}`;
}

function canonicalIpv6Range(text: string): string | undefined {
  const match = /^([0-9A-Fa-f:]+)\/(\d{1,3})$/.exec(text);
  if (!match || !URL.canParse(`http://[${match[1]}]`)) return undefined;
  const prefix = Number(match[2]);
  const { shortest, longest } = IPV6_PREFIXES;
  if (prefix < shortest || prefix > longest) return undefined;
  const address = canonicalIpv6(match[1]!);
  const host = bitsOf(address) & ((1n << BigInt(128 - prefix)) - 1n);
  return host === 0n ? `${address}/${prefix}` : undefined;
}

/** The 128 bits of a shortened address. */
function bitsOf(address: string): bigint {
  const [before = "", after = ""] = address.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [left, right] = [groups(before), groups(after)];
  const middle = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...middle, ...right].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

import { type Cidr, contains, parseCidr } from "@groundplan/core/cidr";

/**
 * IPv4 ranges that mean nothing on the public internet. Those reserved for documentation
 * (RFC 5737) are left out: examples and redirect-only names use them.
 */
const PRIVATE_IPV4: readonly Cidr[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
].map((range) => parseCidr(range)!);

/** Unspecified, loopback, unique local (fc00::/7) and link local (fe80::/10) addresses. */
const PRIVATE_IPV6 = /^(::1?$|f[cd]|fe[89ab])/;

/** True when the text is an address of the family that the record type wants. */
export function fitsType(type: "A" | "AAAA", address: string): boolean {
  return type === "A" ? parseCidr(`${address}/32`) !== undefined : isIpv6(address);
}

/** True when nobody on the internet can reach the address. */
export function isPrivate(address: string): boolean {
  if (isIpv6(address)) return PRIVATE_IPV6.test(canonicalIpv6(address));
  const host = parseCidr(`${address}/32`);
  return host !== undefined && PRIVATE_IPV4.some((range) => contains(range, host));
}

/** The form that Cloudflare answers with: lower case and shortened (RFC 5952), so nothing drifts. */
export function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function isIpv6(address: string): boolean {
  return address.includes(":") && URL.canParse(`http://[${address}]`);
}

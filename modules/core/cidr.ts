import { type Finding, known, must } from "./problems.ts";

/** An IPv4 range as numbers: first address and prefix length. */
export interface Cidr {
  /** First address, 0 to 2^32 - 1. */
  readonly base: number;
  /** Prefix length, 0 to 32. */
  readonly prefix: number;
}

/** Reads `10.0.0.0/16`. Nothing when the text is no range, or its address is not the first of it. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [, ...numbers] = match.map(Number);
  const prefix = numbers.pop()!;
  if (prefix > 32 || numbers.some((octet) => octet > 255)) return undefined;
  const base = numbers.reduce((sum, octet) => sum * 256 + octet, 0);
  return base % sizeOf({ base, prefix }) === 0 ? { base, prefix } : undefined;
}

/** Writes a range as text. */
export function formatCidr({ base, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** Number of addresses in a range. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** True when the two ranges share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
}

/** True when every address of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.base >= outer.base && inner.base + sizeOf(inner) <= outer.base + sizeOf(outer);
}

/** The text is an IPv4 range that begins at its first address. Skips what is absent or a token. */
export function cidrProblem(prop: string, text: string | undefined): Finding {
  return (
    known(text) &&
    must(parseCidr(text) !== undefined, prop, "be an IPv4 range such as 10.20.0.0/16", text)
  );
}

/** A range of addresses, IPv4 or IPv6, as numbers. */
export interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads `10.0.0.0/16` or `2001:db8::/56`; nothing where the text is neither. */
export function rangeOf(cidr: string): Range | undefined {
  const [address = "", bits = "", ...more] = cidr.split("/");
  const family = address.includes(":") ? 6 : 4;
  const number = family === 6 ? numberOf6(address) : numberOf4(address);
  const width = family === 6 ? 128 : 32;
  const prefix = Number(bits);
  if (number === undefined || more.length > 0 || !/^\d{1,3}$/.test(bits) || prefix > width) {
    return undefined;
  }
  const size = 1n << BigInt(width - prefix);
  const first = (number / size) * size;
  return { family, first, last: first + size - 1n };
}

/** Do two ranges share an address? */
export function meet(a: Range, b: Range): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Does all of `inner` lie in `outer`? */
export function holds(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

function numberOf4(address: string): bigint | undefined {
  const octets = address.split(".").map(Number);
  const isOne = octets.length === 4 && octets.every((each) => each >= 0 && each <= 255);
  return isOne ? octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) : undefined;
}

function numberOf6(address: string): bigint | undefined {
  const [head = "", tail, ...more] = address.split("::");
  if (more.length > 0) return undefined;
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const left = 8 - before.length - after.length;
  if (tail === undefined ? left !== 0 : left < 1) return undefined;
  const all = [...before, ...Array<string>(left).fill("0"), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

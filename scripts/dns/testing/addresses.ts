import { isFree } from "../../parts/ports.ts";

/** True when port 53 of loopback may be used: resolvers follow delegations to no other port. */
export async function mayUsePort53(): Promise<boolean> {
  return isFree("127.53.53.53", 53);
}

/** Addresses of loopback on which nobody uses a port: a block of their own for each who asks. */
export async function freeAddresses(count: number, port = 53): Promise<string[]> {
  for (
    let block = process.pid % 65_536, tried = 0;
    tried < 100;
    tried++, block = (block + 7919) % 65_536
  ) {
    const prefix = `127.${100 + (block % 100)}.${(block >> 8) & 255}`;
    const addresses = Array.from({ length: count }, (_, i) => `${prefix}.${i + 1}`);
    const free = await Promise.all(addresses.map((address) => isFree(address, port)));
    if (free.every(Boolean)) return addresses;
  }
  throw new Error("no free addresses on loopback");
}

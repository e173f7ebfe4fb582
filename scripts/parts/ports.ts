import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/**
 * Where ports of tests begin and end. Below what Linux (32768), macOS and Windows (49152) hand out
 * to who asks for any: a server that takes a second to start would find its port given away.
 */
const FIRST = 11_000;
const COUNT = 21_000;

/** A prime, so that processes with ids side by side begin far apart. */
const STRIDE = 101;

let next = (process.pid * STRIDE) % COUNT;

/**
 * A port of 127.0.0.1 that nobody uses, for a server that must be told one. No other call in this
 * process gets it, and one in another process hardly.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried++) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree("127.0.0.1", port)) return port;
  }
  throw new Error("no free port on loopback");
}

/** True when nobody uses a port of an address of this machine, over TCP or UDP. */
export function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const tcp = createServer();
    tcp.on("error", () => resolve(false));
    tcp.listen(port, address, () => {
      const udp = createSocket("udp4");
      const end = (free: boolean) => {
        udp.close();
        tcp.close(() => resolve(free));
      };
      udp.on("error", () => end(false));
      udp.bind(port, address, () => end(true));
    });
  });
}

import { isIP } from "node:net";

/** A name server or resolver, by address. */
export interface Server {
  /** What people call it: its name, or its address. */
  readonly name: string;
  readonly address: string;
  /** @default 53 */
  readonly port: number;
}

/**
 * Reads `192.0.2.1`, `192.0.2.1:5353` or `[2001:db8::1]:53`; nothing where it is no address.
 *
 * @param name what people call it. Default: as it is written
 */
export function serverOf(written: string, name = written): Server | undefined {
  const [, bracketed, plain, port = "53"] =
    /^(?:\[([^\]]+)\]|([^:[\]]+|[^[\]]*:[^[\]]*:[^[\]]*))(?::(\d{1,5}))?$/.exec(written) ?? [];
  const address = bracketed ?? plain ?? "";
  if (isIP(address) === 0 || Number(port) > 65_535) return undefined;
  return { name, address, port: Number(port) };
}

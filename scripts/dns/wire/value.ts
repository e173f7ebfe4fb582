import type {
  CaaData,
  DsData,
  MxData,
  NaptrData,
  SoaData,
  SrvData,
  SshfpData,
  TlsaData,
} from "dns-packet";

/**
 * The value of a record in the one form that can be compared: names in lower case without a final dot,
 * a text in one piece, however it was cut, digests in capitals.
 */
export function comparableValue(type: string, data: unknown): string {
  const write = WRITERS[type];
  if (write) return write(data as never);
  return Buffer.isBuffer(data) ? data.toString("hex") : String(data);
}

const WRITERS: Readonly<Record<string, (data: never) => string>> = {
  CNAME: nameText,
  NS: nameText,
  PTR: nameText,
  DNAME: nameText,
  MX: ({ preference, exchange }: MxData) => `${preference ?? 0} ${nameText(exchange)}`,
  TXT: (data: string | Buffer | readonly (string | Buffer)[]) =>
    [data]
      .flat()
      .map((piece) => (Buffer.isBuffer(piece) ? piece.toString("latin1") : piece))
      .join(""),
  SRV: ({ priority = 0, weight = 0, port, target }: SrvData) =>
    `${priority} ${weight} ${port} ${nameText(target)}`,
  CAA: ({ flags = 0, tag, value }: CaaData) => `${flags} ${tag} "${value}"`,
  DS: ({ keyTag, algorithm, digestType, digest }: DsData) =>
    `${keyTag} ${algorithm} ${digestType} ${hex(digest)}`,
  TLSA: ({ usage, selector, matchingType, certificate }: TlsaData) =>
    `${usage} ${selector} ${matchingType} ${hex(certificate)}`,
  SSHFP: ({ algorithm, hash, fingerprint }: SshfpData) =>
    `${algorithm} ${hash} ${fingerprint.toUpperCase()}`,
  NAPTR: ({ order, preference, flags, services, regexp, replacement }: NaptrData) =>
    `${order} ${preference} "${flags}" "${services}" "${regexp}" ${nameText(replacement)}`,
  SOA: ({ mname, rname, serial }: SoaData) => `${nameText(mname)} ${nameText(rname)} ${serial}`,
};

function nameText(name: string): string {
  return name === "." ? name : name.toLowerCase().replace(/\.$/, "");
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex").toUpperCase();
}

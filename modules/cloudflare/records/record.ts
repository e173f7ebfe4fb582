import type { Reason } from "@groundplan/core/stage";
import { Token } from "cdktf";

/** What every record has. */
interface RecordBase {
  /**
   * Full name, lower case, without a final dot: the zone's name or one below it. Write
   * `zone.hostname("api")` where the zone's name comes from a contract.
   */
  readonly name: string;

  /**
   * Identity of the record, kebab case. Needed where the value is known only at apply; useful where
   * a change of value should change the record in place instead of replacing it.
   *
   * @default type, name and value
   */
  readonly key?: string;

  /** What the record is for; shown beside it in Cloudflare. At most 100 characters on the free plan, else 500. @default none */
  readonly comment?: string;

  /** Takes over a record that exists: its id, for the first apply. Without it an existing record is an error. @default makes a new record */
  readonly adopt?: { readonly recordId: string };

  /** A name that begins with `*` answers for every name that has no record: say why. @default refused */
  readonly wildcard?: Reason;
}

/** Who answers for a name: Cloudflare, or DNS alone. */
interface Proxiable {
  /**
   * True: visitors reach Cloudflare and the origin stays hidden. False: DNS alone; needs a `comment`
   * where the name is not evidently for mail, SSH, name servers or a proof of ownership.
   */
  readonly proxied: boolean;
}

/** How long resolvers keep an answer. */
interface Timed {
  /**
   * Seconds, 60 to 86400 (from 30 on the enterprise plan). Not for proxied names, whose answers live
   * for 300 s.
   *
   * @default 60 in dev, 300 in prod
   */
  readonly ttlSeconds?: number;
}

/** Addresses that the name has at the origin. */
export interface AddressRecord extends RecordBase, Proxiable, Timed {
  readonly type: "A" | "AAAA";
  /** One IPv4 (A) or IPv6 (AAAA) address. */
  readonly address: string;
  /** A private address tells the world about the network, and reaches nobody outside: say why. @default refused */
  readonly privateAddress?: Reason;
}

/** Another name whose answers the name gives. */
export interface CnameRecord extends RecordBase, Proxiable, Timed {
  readonly type: "CNAME";
  /** Name that this one stands for. At the apex Cloudflare answers with its addresses. */
  readonly target: string;
}

/** A server that takes mail for the name. */
export interface MxRecord extends RecordBase, Timed {
  readonly type: "MX";
  /** Mail server; `.` says that the name takes no mail. */
  readonly target: string;
  /** 0 to 65535; the lowest is tried first. */
  readonly priority: number;
}

/** A text: mail policies, proofs of ownership. */
export interface TxtRecord extends RecordBase, Timed {
  readonly type: "TXT";
  /** The bare text, without quotes, at most 2048 characters. Quoting and splitting are done here. */
  readonly text: string;
}

/** Which certificate authority may issue for the name. */
export interface CaaRecord extends RecordBase, Timed {
  readonly type: "CAA";
  /** `issue` and `issuewild` name an authority, `iodef` an address for reports. */
  readonly tag: "issue" | "issuewild" | "iodef";
  /** `letsencrypt.org`, `amazon.com`, `;` for nobody, or `mailto:...` for `iodef`. */
  readonly value: string;
  /** An authority that does not know the tag must refuse. @default false */
  readonly critical?: boolean;
}

/** A server for a service: `_sip._tcp.example.com`. */
export interface SrvRecord extends RecordBase, Timed {
  readonly type: "SRV";
  /** 0 to 65535; the lowest is tried first. */
  readonly priority: number;
  /** 0 to 65535; share among records of one priority. */
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** A name server for a child zone that lies elsewhere. */
export interface NsRecord extends RecordBase, Timed {
  readonly type: "NS";
  /** Name server of the child zone `name`. */
  readonly target: string;
}

/** The fingerprint of the key with which a child zone is signed. */
export interface DsRecord extends RecordBase, Timed {
  readonly type: "DS";
  readonly keyTag: number;
  /** 13 is ECDSA P-256. */
  readonly algorithm: number;
  /** 2 is SHA-256. */
  readonly digestType: number;
  /** Hexadecimal. */
  readonly digest: string;
}

/** How to connect to the name: protocols, or an alias. */
export interface HttpsRecord extends RecordBase, Timed {
  readonly type: "HTTPS" | "SVCB";
  /** 0 makes an alias. */
  readonly priority: number;
  /** `.` is the name itself. */
  readonly target: string;
  /** Parameters: `alpn="h3,h2"`. @default "" */
  readonly parameters?: string;
}

/** The certificate that a server shows (DANE). */
export interface TlsaRecord extends RecordBase, Timed {
  readonly type: "TLSA";
  readonly usage: 0 | 1 | 2 | 3;
  readonly selector: 0 | 1;
  readonly matchingType: 0 | 1 | 2;
  /** Hexadecimal. */
  readonly certificate: string;
}

/** The fingerprint of a server's SSH key. */
export interface SshfpRecord extends RecordBase, Timed {
  readonly type: "SSHFP";
  /** 4 is Ed25519. */
  readonly algorithm: number;
  /** 2 is SHA-256. */
  readonly fingerprintType: 1 | 2;
  /** Hexadecimal. */
  readonly fingerprint: string;
}

/** One record with one value. Several values at a name are several records. */
export type ZoneRecord =
  | AddressRecord
  | CnameRecord
  | MxRecord
  | TxtRecord
  | CaaRecord
  | SrvRecord
  | NsRecord
  | DsRecord
  | HttpsRecord
  | TlsaRecord
  | SshfpRecord;

/** True when the text is what DNS will see: no reference that Terraform fills in. */
export function isLiteral(text: string): boolean {
  return !Token.isUnresolved(text) && !text.includes("${");
}

/** The name below the zone: `api`, `*.dev`, or nothing for the apex. Undefined when outside the zone. */
export function labelOf(name: string, zoneName: string): string | undefined {
  if (name === zoneName) return "";
  return name.endsWith(`.${zoneName}`) ? name.slice(0, -zoneName.length - 1) : undefined;
}

/** True for a record that visitors reach through Cloudflare. */
export function isProxied(record: ZoneRecord): boolean {
  return "proxied" in record && record.proxied === true;
}

/** The name that a record points at, if it points at one. */
export function targetOf(record: ZoneRecord): string | undefined {
  return "target" in record ? record.target : undefined;
}

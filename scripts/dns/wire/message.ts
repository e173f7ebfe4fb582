import packet, { type Answer as PacketAnswer } from "dns-packet";
import { comparableValue } from "./value.ts";

/** One question to a name server. */
export interface Question {
  /** Full name, lower case, without a final dot. */
  readonly name: string;
  /** `A`, `MX`, `HTTPS`, ... */
  readonly type: string;
}

/** One record of an answer. */
export interface Answered {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  /** As in a zone file, in the one form that can be compared. */
  readonly value: string;
}

/** What a name server said. */
export interface Answer {
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, ... */
  readonly code: string;
  /** The server says that the zone is its own. */
  readonly authoritative: boolean;
  /** Too long for UDP: ask over TCP. */
  readonly truncated: boolean;
  /** A resolver has checked the signatures. */
  readonly validated: boolean;
  readonly records: readonly Answered[];
  /** Who answers instead, where this server does not. */
  readonly authority: readonly Answered[];
}

/** How to ask. */
export interface Asking {
  /** Of a resolver: to find the answer. Name servers are asked for what they hold. @default false */
  readonly recursion?: boolean;
  /** Of a validating resolver: to answer even what does not validate. @default false */
  readonly unchecked?: boolean;
}

/** Types that the library has no name for, by their numbers. */
const NUMBERED: Readonly<Record<string, number>> = { SVCB: 64, HTTPS: 65 };

/** Bytes of an answer over UDP that arrive everywhere (dnsflagday.net, 2020). */
const UDP_BYTES = 1232;

/** A question as bytes. */
export function encodeQuestion(
  id: number,
  { name, type }: Question,
  { recursion = false, unchecked = false }: Asking = {},
): Buffer {
  const number = NUMBERED[type];
  const wire = number === undefined ? type : `UNKNOWN_${number}`;
  return packet.encode({
    type: "query",
    id,
    flags: (recursion ? packet.RECURSION_DESIRED : 0) | (unchecked ? packet.CHECKING_DISABLED : 0),
    questions: [{ name: name || ".", type: wire as packet.RecordType, class: "IN" }],
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: UDP_BYTES,
        // The bit that says whether a resolver's answer was validated needs no signatures.
        flags: 0,
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

/** The id of a message, before anything else of it is looked at. */
export function idOf(message: Buffer): number {
  return message.length >= 12 ? message.readUInt16BE(0) : -1;
}

/**
 * Takes an answer apart; nothing where it is not one to this question.
 *
 * @throws Error when it is no DNS message at all
 */
export function decodeAnswer(message: Buffer, { name, type }: Question): Answer | undefined {
  const decoded = packet.decode(message);
  const asked = decoded.questions?.[0];
  if (decoded.type !== "response" || !asked) return undefined;
  if (plainName(asked.name) !== name || typeName(asked.type) !== type) return undefined;
  const flags = decoded as typeof decoded & {
    readonly rcode: string;
    readonly flag_aa: boolean;
    readonly flag_tc: boolean;
    readonly flag_ad: boolean;
  };
  return {
    code: flags.rcode,
    authoritative: flags.flag_aa,
    truncated: flags.flag_tc,
    validated: flags.flag_ad,
    records: (decoded.answers ?? []).map(answered),
    authority: (decoded.authorities ?? []).map(answered),
  };
}

function answered(record: PacketAnswer): Answered {
  const { name, data, ttl = 0 } = record as { name: string; data: unknown; ttl?: number };
  const type = typeName(record.type);
  return { name: plainName(name), type, ttlSeconds: ttl, value: comparableValue(type, data) };
}

function typeName(wire: string): string {
  const number = /^UNKNOWN_(\d+)$/.exec(wire)?.[1];
  const known = Object.entries(NUMBERED).find(([, each]) => String(each) === number);
  return known ? known[0] : wire;
}

/** Lower case, without a final dot; the root is empty. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

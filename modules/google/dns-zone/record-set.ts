import {
  DnsRecordSet,
  type DnsRecordSetConfig,
} from "@cdktf/provider-google/lib/dns-record-set/index.js";
import {
  type RecordSet,
  type RecordType,
  recordSetId,
  textStrings,
} from "@groundplan/core/dns-records";
import { known } from "@groundplan/core/problems";
import { Fn } from "cdktf";
import type { Construct } from "constructs";

/** What records need to know of their zone. */
export interface ZoneHome {
  /** Project id. */
  readonly project: string;
  /** The zone's name in the project, or a reference to it. */
  readonly managedZone: string;
  /** Apex, without a final dot. */
  readonly zoneName: string;
}

/** Where in a value of this type a name stands, from the left. */
const NAME_AT: Partial<Record<RecordType, number>> = { CNAME: 0, NS: 0, PTR: 0, MX: 1, SRV: 3 };

/** Makes one set of answers, as Cloud DNS writes it: another way shows as a change at every plan. */
export function createRecordSet(
  scope: Construct,
  { project, managedZone, zoneName }: ZoneHome,
  set: RecordSet,
  overrides?: Partial<DnsRecordSetConfig>,
): DnsRecordSet {
  return new DnsRecordSet(scope, recordSetId(set, zoneName), {
    ...overrides,
    project,
    managedZone,
    name: `${set.name}.`,
    type: set.type,
    ttl: set.ttlSeconds,
    rrdatas: known(set.values)
      ? set.values.map((value) => asWritten(set.type, value))
      : withFinalDots(set.values),
  });
}

/** The same for names of servers that are known only at apply: each gets one final dot, or keeps its own. */
function withFinalDots(names: readonly string[]): string[] {
  return Fn.split(" ", Fn.replace(Fn.join(" ", [...names]), "/[.]?( |$)/", ".$1"));
}

/** Names in full, with a final dot; texts in quotes, in strings of 255 bytes. */
function asWritten(type: RecordType, value: string): string {
  if (type === "TXT") {
    return textStrings(value)
      .map((piece) => `"${piece.replaceAll(/["\\]/g, "\\$&")}"`)
      .join(" ");
  }
  const nameAt = NAME_AT[type];
  return value
    .split(" ")
    .map((word, i) => (i === nameAt && !word.endsWith(".") ? `${word}.` : word))
    .join(" ");
}

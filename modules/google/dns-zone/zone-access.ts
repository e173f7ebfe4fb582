import type { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set/index.js";
import { type RecordSet, recordSetProblems } from "@groundplan/core/dns-records";
import { check } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { createRecordSet, type ZoneHome } from "./record-set.ts";

/** Seconds that a delegation is kept by resolvers: long enough to be cheap, short enough to move. */
const DELEGATION_TTL_SECONDS = 3600;

/** A zone by its names, which tell everything that is needed to write into it. */
export interface DnsZoneAddress {
  /** Apex, lower case, without a final dot: `example.org`. Changing it replaces the zone. */
  readonly domain: string;
  /** Name of the zone in its project, at most 63 characters. Changing it replaces the zone. */
  readonly name: string;
  /** Project id. Changing it replaces the zone. */
  readonly project: string;
}

/** A zone as those who write into it see it: made by `DnsZone`, or known through `fromExisting`. */
export abstract class ZoneAccess extends Construct {
  /** Apex, lower case, without a final dot. */
  readonly domain: string;

  constructor(scope: Construct, id: string, { domain }: DnsZoneAddress) {
    super(scope, id);
    this.domain = domain;
  }

  /** Where records go. */
  protected abstract get home(): ZoneHome;

  /** Full name below the apex: `hostname("www")`. */
  hostname(label: string): string {
    return `${label}.${this.domain}`;
  }

  /**
   * Hands the names below a label to other name servers, whichever cloud they are of. In the stack of who
   * gets them, so that the parent never waits for its children.
   *
   * @param label below the apex: `dev`, `graph.dev`
   */
  delegate(label: string, nameServers: readonly string[]): DnsRecordSet {
    const set: RecordSet = { name: this.hostname(label), type: "NS", values: nameServers };
    check(this, recordSetProblems(this.domain, [set]));
    return createRecordSet(this, this.home, { ...set, ttlSeconds: DELEGATION_TTL_SECONDS });
  }
}

/** A zone that another stack made, by its names alone. It makes nothing but records of those who use it. */
export class ExistingZone extends ZoneAccess {
  protected readonly home: ZoneHome;

  constructor(scope: Construct, id: string, props: DnsZoneAddress) {
    super(scope, id, props);
    const { name: managedZone, project, domain: zoneName } = props;
    this.home = { managedZone, project, zoneName };
  }
}

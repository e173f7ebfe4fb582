import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type RecordSet, recordSetProblems, zoneNameProblem } from "@groundplan/core/dns-records";
import { check, type Finding, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { createRecordSet } from "./record-set.ts";

/** Seconds that a delegation is kept by resolvers: long enough to be cheap, short enough to move. */
const DELEGATION_TTL_SECONDS = 3600;

/** A zone that somebody else made. */
export interface ExistingZoneProps {
  /** Apex: `graph.example.org`. */
  readonly name: string;
  /** Route 53's id of it: `Z...`, or read from a contract. */
  readonly zoneId: string;
}

/** A zone as those who write into it see it: made by `DnsZone`, or known through `fromExisting`. */
export abstract class ZoneAccess extends Construct {
  /** Apex, lower case, without a final dot. */
  readonly name: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.name = name;
  }

  /** Route 53's id of the zone. */
  abstract get zoneId(): string;

  /** Full name below the apex: `hostname("www")`. */
  hostname(label: string): string {
    return `${label}.${this.name}`;
  }

  /**
   * Hands the names below a label to other name servers. In the stack of who gets them, so that the
   * parent never waits for its children.
   *
   * @param label below the apex: `dev`, `graph.dev`
   */
  delegate(label: string, nameServers: readonly string[]): Route53Record {
    return this.answer({
      name: this.hostname(label),
      type: "NS",
      ttlSeconds: DELEGATION_TTL_SECONDS,
      values: nameServers,
    });
  }

  /** Answers one question, from the stack of what the answer is about. */
  answer(set: RecordSet): Route53Record {
    check(this, recordSetProblems(this.name, [set]));
    return createRecordSet(this, this, set);
  }
}

/** A zone that another stack made, by name and id. It makes nothing but records of those who use it. */
export class ExistingZone extends ZoneAccess {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: ExistingZoneProps) {
    super(scope, id, props.name);
    check(this, existingProblems(props));
    this.zoneId = props.zoneId;
  }
}

function existingProblems({ name, zoneId }: ExistingZoneProps): Finding[] {
  return [zoneNameProblem("name", name), zoneIdProblem("zoneId", zoneId)];
}

/** What Route 53 gives as id. */
export function zoneIdProblem(prop: string, id: string | undefined): Finding {
  return matching(prop, id, /^Z[A-Z0-9]{8,31}$/, "be the id of a Route 53 zone");
}

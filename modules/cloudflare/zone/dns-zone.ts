import { check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { Plan } from "./plan.ts";

/** What records and rules are checked against. */
export interface ZoneFacts {
  /** The zone's apex: `example.com`. */
  readonly name: string;
  /** What the zone pays for; features and limits follow from it. */
  readonly plan: Plan;
}

/** A zone as records and rules see it: made by `Zone`, or referred to with `Zone.fromExisting`. */
export interface DnsZone extends Construct, ZoneFacts {
  /** Cloudflare's id of the zone, 32 hexadecimal characters. */
  readonly zoneId: string;
  /** The full name below the apex: `hostname("api")` is `api.example.com`. */
  hostname(label: string): string;
}

/** A zone that another stack, or nobody, manages. */
export interface ExistingZone extends ZoneFacts {
  /** Cloudflare's id of the zone: a literal, or read from a contract. */
  readonly zoneId: string;
  /**
   * The zone's apex, lower case. Prefer the literal from the environment to the one from a
   * contract: with a literal, host names in rules are checked against it too.
   */
  readonly name: string;
}

/** Refers to a zone without making anything. */
export class ZoneReference extends Construct implements DnsZone {
  readonly zoneId: string;
  readonly name: string;
  readonly plan: Plan;

  constructor(scope: Construct, id: string, props: ExistingZone) {
    super(scope, id);
    check(this, [must(props.zoneId !== "", "zoneId", "not be empty", props.zoneId)]);
    this.zoneId = props.zoneId;
    this.name = props.name;
    this.plan = props.plan;
  }

  hostname(label: string): string {
    return `${label}.${this.name}`;
  }
}

import {
  DnsRecord,
  type DnsRecordConfig,
} from "@cdktf/provider-cloudflare/lib/dns-record/index.js";
import { check, type Finding, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { DnsZone } from "../zone/dns-zone.ts";
import { contentOf, hostname } from "./content.ts";
import { isProxied, labelOf, type ZoneRecord } from "./record.ts";
import { identify, recordSetProblems } from "./record-set.ts";
import type { Identified } from "./set-problems.ts";
import { shadowedNames } from "./shadowing.ts";

/** What a record gets when nothing is said. */
export const DEFAULTS = {
  ttlSeconds: { dev: 60, prod: 300 } as PerStage<number>,
};

/** Cloudflare's word for "automatic", the only TTL of a proxied name. */
const AUTOMATIC = 1;

export interface RecordsProps extends ModuleProps {
  /** The zone: a `Zone`, or `Zone.fromExisting` with what a contract says. A change replaces the records. */
  readonly zone: DnsZone;

  /**
   * The records, in any order. Taking one out deletes it; a change of type, and of value where no
   * `key` is given, deletes it and makes another, with seconds without an answer between.
   */
  readonly records: readonly ZoneRecord[];

  /**
   * The zone has an advanced certificate that covers names two or more labels below the apex.
   *
   * @default false: such names cannot be proxied
   */
  readonly advancedCertificate?: boolean;

  /**
   * Records that the zone holds, where Cloudflare has granted more than its plan has. A change of it
   * changes nothing.
   *
   * @default 200 on the free plan, 3500 on the others
   */
  readonly recordLimit?: number;

  /** Last word on each record, by its id; shallow. See the README. */
  readonly overrides?: Readonly<Record<string, Partial<DnsRecordConfig>>>;
}

/** DNS records of a zone, each known by its key or by its name and value. */
export class Records extends Construct {
  /** By id: the key, or type, name and value (`cname-api`, `a-www-192.0.2.10`). */
  readonly records: Readonly<Record<string, DnsRecord>>;

  constructor(scope: Construct, id: string, props: RecordsProps) {
    super(scope, id);
    const { zone, records, advancedCertificate, recordLimit } = props;
    const identified = identify(records, zone.name);
    check(this, [
      ...recordSetProblems(records, zone, { advancedCertificate, recordLimit }),
      ...unknownOverrides(identified, props),
    ]);
    this.warnOfShadows(records, zone);
    this.records = Object.fromEntries(
      identified.map(([key, record]) => [key, this.createRecord(key, record, props)]),
    );
  }

  private warnOfShadows(records: readonly ZoneRecord[], zone: DnsZone): void {
    for (const { name, wildcard } of shadowedNames(records, zone)) {
      Annotations.of(this).addWarning(
        `${name} has records but no address, so ${wildcard} does not answer for it: add one`,
      );
    }
  }

  private createRecord(key: string, record: ZoneRecord, props: RecordsProps): DnsRecord {
    const proxied = isProxied(record);
    const ttl = record.ttlSeconds ?? DEFAULTS.ttlSeconds[props.stage];
    const resource = new DnsRecord(this, key, {
      ttl: proxied ? AUTOMATIC : ttl,
      comment: commentOf(record),
      ...contentOf(record),
      ...props.overrides?.[key],
      zoneId: props.zone.zoneId,
      type: record.type,
      // Always the full name: a short one hides a rename until provider 5.20.0.
      name:
        labelOf(record.name, props.zone.name) === undefined ? hostname(record.name) : record.name,
      ...("proxied" in record && { proxied }),
    });
    if (record.adopt) resource.importFrom(`${props.zone.zoneId}/${record.adopt.recordId}`);
    return resource;
  }
}

/** What the record says of itself: its comment, else the reason for what it does unusually. */
function commentOf(record: ZoneRecord): string | undefined {
  const privately = "privateAddress" in record ? record.privateAddress?.reason : undefined;
  return record.comment ?? record.wildcard?.reason ?? privately;
}

function unknownOverrides(identified: Identified, { overrides = {} }: RecordsProps): Finding[] {
  const ids = identified.map(([id]) => id);
  return Object.keys(overrides).map((key) =>
    must(ids.includes(key), `overrides.${key}`, "be the id of a record"),
  );
}

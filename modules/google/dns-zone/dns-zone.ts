import {
  DnsManagedZone,
  type DnsManagedZoneConfig,
} from "@cdktf/provider-google/lib/dns-managed-zone/index.js";
import type {
  DnsRecordSet,
  DnsRecordSetConfig,
} from "@cdktf/provider-google/lib/dns-record-set/index.js";
import {
  type RecordSet,
  recordSetId,
  recordSetProblems,
  zoneNameProblem,
} from "@groundplan/core/dns-records";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, matching, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import { createRecordSet, type ZoneHome } from "./record-set.ts";
import { type DnsZoneAddress, ExistingZone, ZoneAccess } from "./zone-access.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  ttlSeconds: { dev: 60, prod: 300 },
  dnssec: { dev: false, prod: true },
  logs: { dev: false, prod: false },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

export interface DnsZoneProps extends ModuleProps, DnsZoneAddress {
  /** What it is for, at most 1024 characters. In place. @default "Records of <domain>" */
  readonly description?: string;

  /** What it answers; each set stands once. Changing a name or a type replaces that set alone. @default nothing */
  readonly records?: readonly RecordSet[];

  /**
   * Seconds that resolvers keep an answer whose set says nothing, 0 to 604800. In place.
   *
   * @default 60 in dev, 300 in prod
   */
  readonly ttlSeconds?: number;

  /**
   * Takes over a zone that exists under this name, with all `records`: import blocks for the first
   * apply. What it answers and is not among `records` stays as it is.
   *
   * @default false: makes a new zone
   */
  readonly adopt?: boolean;

  /**
   * Whether answers are signed. Turned off before the parent forgets the DS record, the domain is gone for
   * those who check. In place.
   *
   * @default false in dev, true in prod
   */
  readonly dnssec?: boolean;

  /** Whether each question is a line in Cloud Logging, which is paid. In place. @default false */
  readonly logs?: boolean;

  /**
   * Whether a plan that destroys the zone is refused, and a zone with foreign records is left. A new zone
   * has other name servers.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly zone?: Partial<DnsManagedZoneConfig>;
    readonly record?: Partial<DnsRecordSetConfig>;
  };
}

/**
 * A public zone in Cloud DNS and what it answers.
 *
 * @stateful
 */
export class DnsZone extends ZoneAccess {
  readonly zone: DnsManagedZone;
  /** By type and label: `a-www`. */
  readonly records: Readonly<Record<string, DnsRecordSet>>;

  private readonly project: string;

  constructor(scope: Construct, id: string, props: DnsZoneProps) {
    super(scope, id, props);
    check(this, dnsZoneProblems(props));
    this.project = props.project;
    this.zone = this.createZone(props);
    this.records = this.createRecords(props);
  }

  /** A zone that another stack made, by its names: nothing is read from that stack. */
  static fromExisting(scope: Construct, id: string, address: DnsZoneAddress): ZoneAccess {
    return new ExistingZone(scope, id, address);
  }

  /** What the parent zone or the registrar must name. */
  get nameServers(): string[] {
    return this.zone.nameServers;
  }

  protected get home(): ZoneHome {
    return { project: this.project, managedZone: this.zone.name, zoneName: this.domain };
  }

  private createZone(props: DnsZoneProps): DnsManagedZone {
    const { stage, name, project, domain, description, overrides, adopt } = props;
    const protect = props.protect ?? DEFAULTS.protect[stage];
    const zone = new DnsManagedZone(this, "Default", {
      dnssecConfig: { state: (props.dnssec ?? DEFAULTS.dnssec[stage]) ? "on" : "off" },
      cloudLoggingConfig: { enableLogging: props.logs ?? DEFAULTS.logs[stage] },
      forceDestroy: !protect,
      ...overrides?.zone,
      name,
      project,
      dnsName: `${domain}.`,
      description: description ?? `Records of ${domain}`,
      visibility: "public",
      lifecycle: { ...overrides?.zone?.lifecycle, preventDestroy: protect },
    });
    if (adopt) zone.importFrom(`projects/${project}/managedZones/${name}`);
    return zone;
  }

  private createRecords(props: DnsZoneProps): Record<string, DnsRecordSet> {
    const { stage, name, project, adopt, overrides, records = [] } = props;
    const ttlSeconds = props.ttlSeconds ?? DEFAULTS.ttlSeconds[stage];
    const made = records.map((set) => {
      const settled = { ...set, ttlSeconds: set.ttlSeconds ?? ttlSeconds };
      const record = createRecordSet(this, this.home, settled, overrides?.record);
      if (adopt) {
        const zone = `projects/${project}/managedZones/${name}`;
        record.importFrom(`${zone}/rrsets/${set.name}./${set.type}`);
      }
      return [recordSetId(set, this.domain), record] as const;
    });
    return Object.fromEntries(made);
  }
}

/** Everything that is wrong with the props, in the words of the props. */
export function dnsZoneProblems(props: DnsZoneProps): Finding[] {
  const { name, project, domain, description, records = [], ttlSeconds } = props;
  return [
    zoneNameProblem("domain", domain),
    nameProblem("name", "google-resource", name),
    matching("project", project, /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "be a project id, not a number"),
    must((description?.length ?? 0) <= 1024, "description", "have at most 1024 characters"),
    between("ttlSeconds", ttlSeconds, 0, 604_800),
    ...recordSetProblems(domain, records),
  ];
}

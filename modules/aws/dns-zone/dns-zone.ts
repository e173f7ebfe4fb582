import { Route53HostedZoneDnssec } from "@cdktf/provider-aws/lib/route53-hosted-zone-dnssec/index.js";
import { Route53KeySigningKey } from "@cdktf/provider-aws/lib/route53-key-signing-key/index.js";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log/index.js";
import type {
  Route53Record,
  Route53RecordConfig,
} from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53Zone, type Route53ZoneConfig } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { recordSetProblems, zoneNameProblem } from "@groundplan/core/dns-records";
import { between, check, type Finding, matching, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import { asPlainSets, createRecords, routingProblems, type ZoneRecordSet } from "./record-set.ts";
import { ExistingZone, type ExistingZoneProps, ZoneAccess, zoneIdProblem } from "./zone-access.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  ttlSeconds: { dev: 60, prod: 300 },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

export interface DnsZoneProps extends ModuleProps {
  /** Apex, lower case, without a final dot: `graph.example.org`. Changing it replaces the zone. */
  readonly name: string;

  /** What it is for, at most 256 characters. In place. @default "Records of <name>" */
  readonly comment?: string;

  /** What it answers; each set stands once. Changing a name or a type replaces that set alone. @default nothing */
  readonly records?: readonly ZoneRecordSet[];

  /**
   * Seconds that resolvers keep an answer whose set says nothing, 0 to 604800. In place.
   *
   * @default 60 in dev, 300 in prod
   */
  readonly ttlSeconds?: number;

  /**
   * Takes over a zone that exists, with all `records`: import blocks for the first apply. What it
   * answers and is not among `records` stays as it is.
   *
   * @default makes a new zone
   */
  readonly adopt?: { readonly zoneId: string };

  /**
   * Signs answers with this key: an asymmetric KMS key (ECC_NIST_P256) in us-east-1. Taken out before the
   * parent forgets the DS record, the domain is gone for those who check.
   *
   * @default not signed
   */
  readonly dnssec?: { readonly keyArn: string };

  /** Log group in us-east-1 that Route 53 may write to; each question is a line. @default no log */
  readonly queryLogGroupArn?: string;

  /**
   * Whether a plan that destroys the zone is refused, and a zone with foreign records is left. A new zone
   * has other name servers.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly zone?: Partial<Route53ZoneConfig>;
    readonly record?: Partial<Route53RecordConfig>;
  };
}

/**
 * A public Route 53 zone and what it answers.
 *
 * @stateful
 */
export class DnsZone extends ZoneAccess {
  readonly zone: Route53Zone;
  /** By type and label: `a-www`; weighted ones with their key: `a-www-blue`. */
  readonly records: Readonly<Record<string, Route53Record>>;
  /** None where answers are not signed. */
  readonly signingKey?: Route53KeySigningKey;

  constructor(scope: Construct, id: string, props: DnsZoneProps) {
    super(scope, id, props.name);
    check(this, dnsZoneProblems(props));

    this.zone = this.createZone(props);
    this.records = this.createRecordSets(props);
    this.signingKey = this.createSigning(props);
    if (props.queryLogGroupArn) {
      new Route53QueryLog(this, "query-log", {
        zoneId: this.zoneId,
        cloudwatchLogGroupArn: props.queryLogGroupArn,
      });
    }
  }

  /** A zone that another stack made. It makes nothing but records of those who use it. */
  static fromExisting(scope: Construct, id: string, props: ExistingZoneProps): ZoneAccess {
    return new ExistingZone(scope, id, props);
  }

  get zoneId(): string {
    return this.zone.zoneId;
  }

  /** What the parent zone or the registrar must name. */
  get nameServers(): string[] {
    return this.zone.nameServers;
  }

  /** What the parent must publish where answers are signed. */
  get dsRecord(): string | undefined {
    return this.signingKey?.dsRecord;
  }

  private createZone({
    stage,
    name,
    comment,
    adopt,
    protect,
    overrides,
  }: DnsZoneProps): Route53Zone {
    const kept = protect ?? DEFAULTS.protect[stage];
    const zone = new Route53Zone(this, "Default", {
      forceDestroy: !kept,
      ...overrides?.zone,
      name,
      comment: comment ?? `Records of ${name}`,
      lifecycle: { ...overrides?.zone?.lifecycle, preventDestroy: kept },
    });
    if (adopt) zone.importFrom(adopt.zoneId);
    return zone;
  }

  private createRecordSets(props: DnsZoneProps): Record<string, Route53Record> {
    const { stage, name, adopt, overrides, records = [] } = props;
    const ttlSeconds = props.ttlSeconds ?? DEFAULTS.ttlSeconds[stage];
    const home = { name, zoneId: this.zoneId };
    const all = records.map((set) => {
      const settled = "alias" in set ? set : { ...set, ttlSeconds: set.ttlSeconds ?? ttlSeconds };
      const made = createRecords(this, home, settled, overrides?.record);
      if (adopt) adoptRecords(made, adopt.zoneId, set);
      return made;
    });
    return Object.assign({}, ...all);
  }

  private createSigning({ dnssec }: DnsZoneProps): Route53KeySigningKey | undefined {
    if (!dnssec) return undefined;
    const key = new Route53KeySigningKey(this, "signing-key", {
      hostedZoneId: this.zoneId,
      keyManagementServiceArn: dnssec.keyArn,
      name: "signing",
    });
    new Route53HostedZoneDnssec(this, "signing", {
      hostedZoneId: key.hostedZoneId,
      signingStatus: "SIGNING",
    });
    return key;
  }
}

/** Import ids are those of the provider: zone, name, type, and the key of a weighted share. */
function adoptRecords(
  made: Readonly<Record<string, Route53Record>>,
  zoneId: string,
  { name, type, ...rest }: ZoneRecordSet,
): void {
  const keys = "weighted" in rest ? Object.keys(rest.weighted) : [undefined];
  for (const [i, record] of Object.values(made).entries()) {
    record.importFrom([zoneId, name, type, keys[i]].filter(Boolean).join("_"));
  }
}

/** Everything that is wrong with the props, in the words of the props. */
export function dnsZoneProblems(props: DnsZoneProps): Finding[] {
  const { name, comment, records = [], adopt, dnssec, queryLogGroupArn, ttlSeconds } = props;
  const inVirginia = "in us-east-1: Route 53 takes no other region's";
  return [
    zoneNameProblem("name", name),
    must((comment?.length ?? 0) <= 256, "comment", "have at most 256 characters", comment),
    between("ttlSeconds", ttlSeconds, 0, 604_800),
    ...recordSetProblems(name, asPlainSets(records)),
    ...records.flatMap((set) => routingProblems(set, name)),
    zoneIdProblem("adopt.zoneId", adopt?.zoneId),
    matching(
      "dnssec.keyArn",
      dnssec?.keyArn,
      /^arn:aws[a-z-]*:kms:us-east-1:\d{12}:key\/\S+$/,
      `be a key ${inVirginia}`,
    ),
    matching(
      "queryLogGroupArn",
      queryLogGroupArn,
      /^arn:aws[a-z-]*:logs:us-east-1:\d{12}:log-group:\S+$/,
      `be a log group ${inVirginia}`,
    ),
  ];
}

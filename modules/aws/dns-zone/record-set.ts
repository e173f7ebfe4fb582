import {
  Route53Record,
  type Route53RecordConfig,
} from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type RecordSet, recordSetId, textStrings } from "@groundplan/core/dns-records";
import { between, type Finding, matching, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";

/** What a zone answers to one question. */
export type ZoneRecordSet = RecordSet | AliasSet | WeightedSet;

/** Answers that follow another thing of AWS: a load balancer, a distribution. Free, also at the apex. */
export interface AliasSet extends Pick<RecordSet, "name"> {
  readonly type: "A" | "AAAA";
  readonly alias: {
    /** Name that AWS gave the thing. */
    readonly target: string;
    /** Id of the zone that the thing's name lies in; AWS tells it beside the name. */
    readonly zoneId: string;
    /** Whether a thing that is not healthy is left out. Default: false. */
    readonly evaluateHealth?: boolean;
  };
}

/** Answers by lot, for a move step by step. */
export interface WeightedSet extends Pick<RecordSet, "name" | "ttlSeconds"> {
  readonly type: "A" | "AAAA" | "CNAME";
  /** Shares by a kebab-case key: weight 0 to 255, and values. */
  readonly weighted: Readonly<Record<string, WeightedShare>>;
}

/** One share of the answers. */
export interface WeightedShare {
  readonly weight: number;
  readonly values: readonly string[];
}

/** What records need to know of their zone. */
interface Home {
  readonly name: string;
  readonly zoneId: string;
}

/** Makes what answers with plain values. */
export function createRecordSet(
  scope: Construct,
  home: Home,
  set: RecordSet,
  overrides?: Partial<Route53RecordConfig>,
): Route53Record {
  return new Route53Record(scope, recordSetId(set, home.name), {
    ...overrides,
    zoneId: home.zoneId,
    name: set.name,
    type: set.type,
    ttl: set.ttlSeconds,
    records: set.values.map((value) => (set.type === "TXT" ? asText(value) : value)),
  });
}

/** Makes every record of a set, by the id that each has in the zone. */
export function createRecords(
  scope: Construct,
  home: Home,
  set: ZoneRecordSet,
  overrides?: Partial<Route53RecordConfig>,
): Record<string, Route53Record> {
  const id = recordSetId({ ...set, values: [] }, home.name);
  if ("alias" in set) return { [id]: createAlias(scope, id, home, set, overrides) };
  if ("values" in set) return { [id]: createRecordSet(scope, home, set, overrides) };
  return Object.fromEntries(
    Object.entries(set.weighted).map(([key, share]) => {
      const record = new Route53Record(scope, `${id}-${key}`, {
        ...overrides,
        zoneId: home.zoneId,
        name: set.name,
        type: set.type,
        ttl: set.ttlSeconds,
        setIdentifier: key,
        weightedRoutingPolicy: { weight: share.weight },
        records: [...share.values],
      });
      return [`${id}-${key}`, record];
    }),
  );
}

function createAlias(
  scope: Construct,
  id: string,
  { zoneId }: Home,
  { name, type, alias }: AliasSet,
  overrides?: Partial<Route53RecordConfig>,
): Route53Record {
  return new Route53Record(scope, id, {
    ...overrides,
    zoneId,
    name,
    type,
    alias: {
      name: alias.target,
      zoneId: alias.zoneId,
      evaluateTargetHealth: alias.evaluateHealth ?? false,
    },
  });
}

/** Sets as plain ones, for the checks that all kinds share. */
export function asPlainSets(sets: readonly ZoneRecordSet[]): RecordSet[] {
  return sets.map((set) => {
    if ("values" in set) return set;
    const { name, type } = set;
    if ("alias" in set) return { name, type, values: [type === "A" ? "192.0.2.1" : "2001:db8::1"] };
    const shares = Object.values(set.weighted);
    // Each share answers alone, so the first stands for all where one value is allowed.
    const values = shares.flatMap((share) => share.values);
    return { name, type, values: type === "CNAME" ? values.slice(0, 1) : values };
  });
}

/** What is wrong with shares and aliases beyond what every record needs. */
export function routingProblems(set: ZoneRecordSet, zoneName: string): Finding[] {
  const prop = `records.${recordSetId({ ...set, values: [] }, zoneName)}`;
  if ("alias" in set) {
    return [
      matching(
        `${prop}.alias.target`,
        set.alias.target,
        /^[^\s/]+$/,
        "be a name, without a scheme",
      ),
    ];
  }
  if (!("weighted" in set)) return [];
  return Object.entries(set.weighted).flatMap(([key, { weight, values }]) => [
    matching(`${prop}.weighted`, key, /^[a-z][a-z0-9-]*$/, "have kebab-case keys"),
    between(`${prop}.weighted.${key}.weight`, weight, 0, 255),
    must(values.length > 0, `${prop}.weighted.${key}`, "have at least one value"),
  ]);
}

/** The provider puts the outer quotes; what joins the strings of a long text is ours. */
function asText(text: string): string {
  const escaped = (piece: string) => piece.replaceAll(/["\\]/g, "\\$&");
  return textStrings(text).map(escaped).join('""');
}

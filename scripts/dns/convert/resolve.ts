import { type ListedSet, recordsFromListing } from "@groundplan/aws/dns-zone";
import type { RecordSet } from "@groundplan/core/dns-records";
import type { Decisions, SetDecision } from "../move/decisions.ts";
import { setKey } from "../move/progress.ts";
import { plainListed } from "./names.ts";

/** What a set is at Cloudflare. */
export type Resolved =
  | {
      readonly set: RecordSet;
      readonly why?: string;
      /** A name of AWS that a CNAME stands for now. */
      readonly alias?: string;
      readonly warning?: string;
    }
  | { readonly leftOut: string }
  | { readonly problem: string };

/** What else is in the zone. */
interface Around {
  /** By type and name. */
  readonly grouped: ReadonlyMap<string, readonly ListedSet[]>;
  readonly decisions: Decisions;
}

/** How Route 53 chooses among several, by the field that says so. */
const ROUTINGS: Readonly<Record<string, string>> = {
  Weight: "by weight",
  Region: "by latency",
  GeoLocation: "by place",
  GeoProximityLocation: "by distance",
  CidrRoutingConfig: "by network",
  Failover: "by failover",
  MultiValueAnswer: "by chance among healthy ones",
  HealthCheckId: "by a health check",
  TrafficPolicyInstanceId: "by a traffic policy",
};

/** Longest way from alias to alias that is followed. */
const HOPS = 8;

/** Says what a set of one name and type becomes. */
export function resolveSet(key: string, group: readonly ListedSet[], around: Around): Resolved {
  const { zone, sets } = around.decisions;
  const [{ Name, Type } = { Name: "", Type: "" }] = group;
  const name = plainListed(Name);
  if (name === zone && (Type === "NS" || Type === "SOA")) {
    return { leftOut: "Cloudflare answers its own" };
  }
  const decision = sets[key];
  if (decision) return decided(key, group, decision, around);
  if (Type === "TXT" && name.startsWith("_acme-challenge.")) {
    return { leftOut: "a proof that was used; a renewal makes its own" };
  }
  const routing = routingOf(group);
  if (routing) return { problem: routingProblem(key, routing, group) };
  return plainSet(key, group[0]!, around);
}

function decided(
  key: string,
  group: readonly ListedSet[],
  decision: SetDecision,
  around: Around,
): Resolved {
  const { reason } = decision;
  if ("drop" in decision) return { leftOut: reason };
  if ("values" in decision) {
    const [{ Name, Type, TTL } = { Name: "", Type: "" }] = group;
    const set = { name: plainListed(Name), type: Type, ttlSeconds: TTL, values: decision.values };
    return { set: set as RecordSet, why: reason };
  }
  const chosen = group.find(({ SetIdentifier }) => SetIdentifier === decision.use);
  if (!chosen) {
    const ids = group.map(({ SetIdentifier }) => SetIdentifier).join(", ");
    return {
      problem: `move.json: sets["${key}"].use must be one of ${ids}, got "${decision.use}"`,
    };
  }
  const { Name, Type, TTL, ResourceRecords, AliasTarget } = chosen;
  const resolved = plainSet(key, { Name, Type, TTL, ResourceRecords, AliasTarget }, around);
  return "set" in resolved ? { ...resolved, why: reason } : resolved;
}

function routingOf(group: readonly ListedSet[]): string | undefined {
  const field = Object.keys(ROUTINGS).find((each) => group.some((set) => set[each] !== undefined));
  return field && ROUTINGS[field];
}

function routingProblem(key: string, routing: string, group: readonly ListedSet[]): string {
  const ids = group.flatMap(({ SetIdentifier }) => SetIdentifier ?? []);
  const example = ids[0]
    ? `{ "use": "${ids[0]}", "reason": "..." }`
    : `{ "values": [...], "reason": "..." }`;
  return `${key} is answered ${routing}${ids.length > 0 ? ` (${ids.join(", ")})` : ""}, which DNS at Cloudflare does not do: load balancing there is paid. Decide in move.json: sets["${key}"] = ${example}, or "drop": true`;
}

function plainSet(key: string, set: ListedSet, around: Around): Resolved {
  if (set.AliasTarget) return aliasSet(key, set, around);
  const escaped = (set.ResourceRecords ?? []).find(({ Value }) => /\\\d{3}/.test(Value));
  if (escaped) {
    return {
      problem: `${key} holds bytes that are not printable ASCII (${escaped.Value.slice(0, 40)}): give it as values in move.json, or drop it`,
    };
  }
  if (set.Type !== "SPF") return { set: readSet(set, around.decisions.zone) };
  const name = plainListed(set.Name);
  if (around.grouped.has(setKey({ name, type: "TXT" }))) {
    return {
      leftOut:
        "the type SPF is history (RFC 7208), and there is a TXT of the name: look that it says the same",
    };
  }
  const why = "the type SPF is history (RFC 7208): it is a TXT now";
  return { set: readSet({ ...set, Type: "TXT" }, around.decisions.zone), why };
}

/** An alias of the zone's own names has their values; one of a name of AWS is a CNAME. */
function aliasSet(key: string, set: ListedSet, around: Around): Resolved {
  const { zone } = around.decisions;
  const name = plainListed(set.Name);
  let target = plainListed(set.AliasTarget!.DNSName);
  for (let hops = 0; hops < HOPS; hops++) {
    if (target !== zone && !target.endsWith(`.${zone}`)) return cnameSet(key, name, target, around);
    const group = around.grouped.get(setKey({ name: target, type: set.Type }));
    const next = group?.[0];
    if (!next) return { problem: `${key} is an alias of ${target}, which has no ${set.Type}` };
    if (routingOf(group)) {
      return {
        problem: `${key} is an alias of ${target}, which is answered ${routingOf(group)}: give it values of its own in move.json, or drop it`,
      };
    }
    if (!next.AliasTarget) {
      const read = readSet(next, zone);
      return { set: { ...read, name }, why: `an alias of ${target}: it has its values` };
    }
    target = plainListed(next.AliasTarget.DNSName);
  }
  return { problem: `${key} is an alias of an alias without an end` };
}

function cnameSet(key: string, name: string, target: string, { grouped }: Around): Resolved {
  const [type] = key.split(" ");
  const why = `an alias of ${target}: a CNAME follows it`;
  const cname = { name, type: "CNAME", ttlSeconds: undefined, values: [target] } as RecordSet;
  if (type === "A") return { set: cname, why, alias: target };
  const twin = grouped.get(setKey({ name, type: "A" }))?.[0]?.AliasTarget;
  if (type === "AAAA" && twin && plainListed(twin.DNSName) === target) {
    return { leftOut: `an alias of ${target}: the CNAME of its A follows it as well` };
  }
  if (type === "AAAA" && !grouped.has(setKey({ name, type: "A" }))) {
    return { set: cname, why, alias: target };
  }
  return {
    problem: `${key} is an alias of ${target}, and a CNAME cannot stand beside what else ${name} has: give it as values in move.json, or drop it`,
  };
}

/** @throws PropsError for a type that nobody knows */
function readSet(set: ListedSet, zone: string): RecordSet {
  const [read] = recordsFromListing({ ResourceRecordSets: [set] }, zone);
  return read as RecordSet;
}

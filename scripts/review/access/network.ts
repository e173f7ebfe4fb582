import type { Json } from "../../stacks/template.ts";
import { code } from "../phrase.ts";
import { type Finding, type Judge, objectsOf, textOf, textsOf, withoutBraces } from "./access.ts";
import { ALL_PORTS, isEverywhere, isWide, portsOf, type Reach, reaches } from "./reach.ts";

/** Reads what a thing opens. */
type Reader = (values: Json) => Reach[];

const READERS: Readonly<Record<string, Reader>> = {
  aws_security_group: (values) => [
    ...objectsOf(values["ingress"]).flatMap((rule) => classic(rule, "in")),
    ...objectsOf(values["egress"]).flatMap((rule) => classic(rule, "out")),
  ],
  aws_default_security_group: (values) => [
    ...objectsOf(values["ingress"]).flatMap((rule) => classic(rule, "in")),
    ...objectsOf(values["egress"]).flatMap((rule) => classic(rule, "out")),
  ],
  aws_security_group_rule: (values) => classic(values, values["type"] === "egress" ? "out" : "in"),
  aws_vpc_security_group_ingress_rule: (values) => modern(values, "in"),
  aws_vpc_security_group_egress_rule: (values) => modern(values, "out"),
  aws_network_acl_rule: (values) =>
    values["rule_action"] === "allow"
      ? classic(values, values["egress"] === true ? "out" : "in")
      : [],
  google_compute_firewall: (values) => firewall(values, "allow"),
  google_sql_database_instance: authorized,
};

/** Reads what a thing refuses, of the types that can refuse. */
const REFUSALS: Readonly<Record<string, Reader>> = {
  aws_network_acl_rule: (values) =>
    values["rule_action"] === "deny"
      ? classic(values, values["egress"] === true ? "out" : "in")
      : [],
  google_compute_firewall: (values) => firewall(values, "deny"),
};

/** Types that `judgeNetwork` judges. */
export const NETWORK_TYPES: readonly string[] = Object.keys(READERS);

/** Which port opens to whom. */
export const judgeNetwork: Judge = ({ type, name, before, after }) => {
  const read = READERS[type]!;
  const [had, has] = [before ? read(before) : [], after ? read(after) : []];
  const guarded = guardedBy(type, after ?? before, name);
  const missing = (from: readonly Reach[], other: readonly Reach[]) =>
    from.filter((each) => !other.some((one) => reaches(one, each)));
  const refuse = REFUSALS[type] ?? (() => []);
  const [refused, refuses] = [before ? refuse(before) : [], after ? refuse(after) : []];
  return [
    ...missing(has, had).map((each) => told(each, "broadens", guarded)),
    ...missing(had, has).map((each) => told(each, "narrows", guarded)),
    ...missing(refused, refuses).map((each) => toldRefusal(each, "broadens", guarded)),
    ...missing(refuses, refused).map((each) => toldRefusal(each, "narrows", guarded)),
  ];
};

function toldRefusal(reach: Reach, verdict: "broadens" | "narrows", guarded: string): Finding {
  const refuses = verdict === "broadens" ? " no longer refuses " : " refuses ";
  const way = reach.direction === "in" ? " from " : " on the way out to ";
  return {
    verdict,
    wide: verdict === "broadens" && reach.direction === "in" && isWide(reach.peer),
    key: JSON.stringify([guarded, "refusal", reach, verdict]),
    phrase: [code(guarded), refuses, portsOf(reach), way, code(withoutBraces(reach.peer))],
  };
}

function told(reach: Reach, verdict: "broadens" | "narrows", guarded: string): Finding {
  const { direction, peer } = reach;
  const isForAll = isEverywhere(peer);
  const opens = verdict === "broadens" ? " opens" : " closes";
  const way = direction === "in" ? " to " : " on the way out to ";
  return {
    verdict,
    wide: verdict === "broadens" && direction === "in" && isWide(peer),
    key: JSON.stringify([guarded, reach]),
    phrase: () => {
      const where = isForAll ? ["everybody (", code(peer), ")"] : [code(withoutBraces(peer))];
      return [portsOf(reach), " of ", code(guarded), opens, way, ...where];
    },
  };
}

function guardedBy(type: string, values: Json | undefined, name: string): string {
  const group = textOf(values, "security_group_id") ?? textOf(values, "network_acl_id");
  if (group) return withoutBraces(group);
  const named = textOf(values, "name") ?? name;
  if (type !== "google_compute_firewall") return named;
  const tags = textsOf(values?.["target_tags"]);
  return tags.length > 0 ? `machines tagged ${tags.join(", ")}` : `firewall ${named}`;
}

/** Attributes of a rule of AWS's first kind that name peers. */
const PEERS = [
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_ids",
  "security_groups",
  "cidr_block",
  "ipv6_cidr_block",
  "source_security_group_id",
];

/** Peers of a rule of AWS's first kind: several in one. */
function classic(rule: Json, direction: Reach["direction"]): Reach[] {
  const named = PEERS.flatMap((key) => textsOf(rule[key])).filter((peer) => peer !== "");
  const peers = rule["self"] === true ? [...named, "the group itself"] : named;
  const ports = portRange(rule["protocol"], rule["from_port"], rule["to_port"]);
  return peers.map((peer) => ({ direction, ...ports, peer }));
}

/** A rule of AWS's second kind: one peer each. */
function modern(rule: Json, direction: Reach["direction"]): Reach[] {
  const peer = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"]
    .map((key) => textOf(rule, key))
    .find((text) => text !== undefined);
  const ports = portRange(rule["ip_protocol"], rule["from_port"], rule["to_port"]);
  return [{ direction, ...ports, peer: peer ?? "a peer that is known after the apply" }];
}

/** Protocols that go by a number too. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};

function portRange(
  protocol: unknown,
  from: unknown,
  to: unknown,
): Omit<Reach, "direction" | "peer"> {
  const named = String(protocol ?? "-1").toLowerCase();
  if (named === "-1" || named === "all") return { protocol: "all", ...ALL_PORTS };
  const known = PROTOCOLS[named] ?? named;
  const [first, last] = [Number(from ?? 0), Number(to ?? from ?? ALL_PORTS.to)];
  if (!(first >= 0) || !(last >= 0)) return { protocol: known, ...ALL_PORTS };
  return { protocol: known, from: first, to: last };
}

/** Networks that may reach a database of Google's by its public address. */
function authorized(values: Json): Reach[] {
  const [configuration] = objectsOf(objectsOf(values["settings"])[0]?.["ip_configuration"]);
  return objectsOf(configuration?.["authorized_networks"]).flatMap((network) => {
    const peer = textOf(network, "value");
    return peer ? [{ direction: "in", protocol: "tcp", ...ALL_PORTS, peer } as const] : [];
  });
}

function firewall(values: Json, what: "allow" | "deny"): Reach[] {
  if (values["disabled"] === true) return [];
  const direction = values["direction"] === "EGRESS" ? "out" : "in";
  const keys =
    direction === "in"
      ? ["source_ranges", "source_tags", "source_service_accounts"]
      : ["destination_ranges"];
  const given = keys.flatMap((key) => textsOf(values[key]));
  const peers = given.length > 0 ? given : ["0.0.0.0/0"];
  const ports = objectsOf(values[what]).flatMap(({ protocol, ports }) => {
    const ranges = textsOf(ports);
    if (ranges.length === 0) return [portRange(protocol, undefined, undefined)];
    return ranges.map((range) => {
      const [from, to = from] = range.split("-");
      return portRange(protocol, from, to);
    });
  });
  return ports.flatMap((each) => peers.map((peer) => ({ direction, ...each, peer }) as const));
}

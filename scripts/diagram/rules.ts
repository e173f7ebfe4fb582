import { namedIn, type Thing } from "./things.ts";

/** One rule that lets something through. */
export interface Rule {
  /** Id of the box that it belongs to. */
  readonly own: string;
  /** True for what comes in, false for what goes out. */
  readonly inward: boolean;
  /** `tcp 443`, `everything` */
  readonly port: string;
  /** Why it is there, in the words of its author. */
  readonly why: string;
  /** Addresses or accounts on the other side; none where that is a group. */
  readonly ranges: readonly string[];
  /** Id of the group on the other side. */
  readonly peer?: string;
}

/** Every rule that lets something through; what forbids is not drawn. */
export function rulesOf(things: readonly Thing[]): Rule[] {
  const groups = new Map(things.map(({ address, id }) => [address, id]));
  return things.flatMap((thing) => {
    if (thing.type === "aws_vpc_security_group_ingress_rule") return awsRule(thing, groups, true);
    if (thing.type === "aws_vpc_security_group_egress_rule") return awsRule(thing, groups, false);
    return thing.type === "google_compute_firewall" ? googleRules(thing) : [];
  });
}

function awsRule(
  { id, stack, body }: Thing,
  groups: ReadonlyMap<string, string>,
  inward: boolean,
): Rule[] {
  const groupId = (value: unknown) =>
    groups.get(namedIn(value)[0] ?? "") ?? `${stack.id}/${fieldOf(value)}`;
  const peer = body["referenced_security_group_id"];
  const ranges = [body["cidr_ipv4"], body["cidr_ipv6"], body["prefix_list_id"]].filter(
    (range) => range !== undefined,
  );
  return [
    {
      own: groupId(body["security_group_id"]),
      inward,
      port: portOf(body["ip_protocol"], body["from_port"], body["to_port"]),
      why: String(body["description"] ?? id),
      ranges: ranges.map(String),
      ...(peer === undefined ? {} : { peer: groupId(peer) }),
    },
  ];
}

/** `service_tasks_group_id` of a value of a remote state; otherwise the value as it stands. */
function fieldOf(value: unknown): string {
  return /\.outputs\.(\w+)/.exec(String(value))?.[1] ?? String(value);
}

function portOf(protocol: unknown, from: unknown, to: unknown): string {
  if (String(protocol) === "-1" || protocol === "all") return "everything";
  if (from === undefined) return String(protocol);
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}

/** A firewall rule of Google, once for each protocol and each that it is for. */
function googleRules({ stack, body }: Thing): Rule[] {
  const inward = body["direction"] !== "EGRESS";
  const targets = listOf(body["target_service_accounts"] ?? body["target_tags"]);
  const others = inward
    ? ["source_ranges", "source_service_accounts", "source_tags"]
    : ["destination_ranges"];
  const ranges = others.flatMap((other) => listOf(body[other]).map(shortName));
  const owns = targets.length > 0 ? targets.map(shortName) : ["network"];
  return listOf(body["allow"]).flatMap((allow) => {
    const { protocol, ports } = allow as { protocol: unknown; ports?: readonly unknown[] };
    const port = ports ? `${protocol} ${ports.join(", ")}` : portOf(protocol, undefined, undefined);
    const why = String(body["description"] ?? body["name"]);
    return owns.map((own) => ({ own: `${stack.id}/${own}`, inward, port, why, ranges }));
  });
}

/** An account by the part before its project. */
function shortName(name: unknown): string {
  return String(name).replace(/@.*/, "");
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

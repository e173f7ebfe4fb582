import type { Stack } from "../stacks/manifest.ts";
import { ownState, readState, remoteStates } from "../stacks/template.ts";
import { namedIn, type Thing, thingsOf } from "./things.ts";

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
  /** Addresses or accounts on the other side, or what another stack calls them; none where that is a group. */
  readonly ranges: readonly string[];
  /** Id of the group on the other side. */
  readonly peer?: string;
}

/** The id of a group that a value names, where the estate has it. */
export type GroupOf = (stack: Stack, value: unknown) => string | undefined;

/** Every rule that lets something through; what forbids is not drawn. */
export function rulesOf(things: readonly Thing[], groupOf: GroupOf): Rule[] {
  return things.flatMap((thing) => {
    if (thing.type === "aws_vpc_security_group_ingress_rule") return awsRule(thing, groupOf, true);
    if (thing.type === "aws_vpc_security_group_egress_rule") return awsRule(thing, groupOf, false);
    return thing.type === "google_compute_firewall" ? googleRules(thing) : [];
  });
}

/** Finds groups of one's own stack, and those whose ids another stack of the estate hands out. */
export function groupFinder(stacks: readonly Stack[]): GroupOf {
  const keepers = new Map(stacks.map((stack) => [ownState(stack.template), stack]));
  const made = new Map<Stack, ReadonlyMap<string, string>>();
  const idIn = (stack: Stack, value: unknown) => {
    const ids =
      made.get(stack) ?? new Map(thingsOf([stack]).map(({ address, id }) => [address, id]));
    made.set(stack, ids);
    return ids.get(namedIn(value)[0] ?? "");
  };
  return (stack, value) => {
    const [, state, field] = READ.exec(String(value)) ?? [];
    if (state === undefined) return idIn(stack, value);
    const read = remoteStates(stack.template).find(({ name }) => name === state);
    const producer = read && keepers.get(readState(read.body));
    return producer && idIn(producer, producer.template.output?.[field!]?.["value"]);
  };
}

/** A value of another stack's state. */
const READ = /data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/;

function awsRule({ id, stack, body }: Thing, groupOf: GroupOf, inward: boolean): Rule[] {
  const groupId = (value: unknown) => groupOf(stack, value) ?? `${stack.id}/${fieldOf(value)}`;
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
      ranges: ranges.map((range) => fieldOf(range).replaceAll("_", " ")),
      ...(peer === undefined ? {} : { peer: groupId(peer) }),
    },
  ];
}

/** `service_tasks_group_id` of a value of a remote state; otherwise the value as it stands. */
function fieldOf(value: unknown): string {
  return READ.exec(String(value))?.[2] ?? String(value);
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

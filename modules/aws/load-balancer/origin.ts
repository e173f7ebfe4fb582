import { isIPv6 } from "node:net";
import { parseCidr } from "@groundplan/core/cidr";
import {
  type Finding,
  known,
  matching,
  must,
  reasonGiven,
  unique,
} from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { checkDescription, type Peer, type SecurityGroup } from "../security-group/index.ts";

/** Who may open connections to a load balancer. */
export type Origin =
  /**
   * IPv4 and IPv6 ranges by the name of their owner: `{ cloudflare: ["173.245.48.0/20", ...] }`.
   * The range is a rule's identity: adding one moves no other.
   */
  | { readonly ranges: Readonly<Record<string, readonly string[]>> }
  /** A prefix list that its owner keeps: CloudFront's origin-facing list. */
  | { readonly prefixList: PrefixList }
  /** The whole internet. The reason ends up in the rule's description. */
  | { readonly everyone: Reason };

/** A managed prefix list. */
export interface PrefixList {
  readonly id: string;
  /** Kebab-case name; makes the rules' ids: `cloudfront`. */
  readonly name: string;
  /** Entries that the list may hold (CloudFront's: 55). Each counts as a rule of the group. */
  readonly maxEntries: number;
}

/** Rules of one group, one direction and one address family. AWS default quota, adjustable. */
const RULES_PER_GROUP = 60;

const KEBAB_CASE = /^[a-z][a-z0-9-]*$/;

/** Finds what is wrong with an origin that is opened on `ports` ports. */
export function checkOrigin(prop: string, origin: Origin, ports: number): Finding[] {
  if ("everyone" in origin) {
    const { reason } = origin.everyone;
    return [
      reasonGiven(`${prop}.everyone`, reason),
      ...checkDescription(`${prop}.everyone.reason`, reason),
    ];
  }
  if ("prefixList" in origin) {
    const { name, maxEntries } = origin.prefixList;
    return [
      matching(`${prop}.prefixList.name`, name, KEBAB_CASE, "be in kebab case"),
      fits(`${prop}.prefixList.maxEntries`, maxEntries, ports),
    ];
  }
  return checkRanges(`${prop}.ranges`, origin.ranges, ports);
}

function checkRanges(
  prop: string,
  ranges: Readonly<Record<string, readonly string[]>>,
  ports: number,
): Finding[] {
  const all = Object.values(ranges).flat();
  const v6 = all.filter((range) => range.includes(":")).length;
  return [
    must(all.length > 0, prop, "hold at least one range"),
    unique(prop, all),
    fits(prop, Math.max(v6, all.length - v6), ports),
    ...Object.entries(ranges).flatMap(([owner, list]) => [
      matching(prop, owner, KEBAB_CASE, "have keys in kebab case"),
      ...list.map((range) => checkRange(`${prop}.${owner}`, range)),
    ]),
  ];
}

function checkRange(prop: string, range: string): Finding {
  if (!known(range)) return must(false, prop, "be known at synth", range);
  const prefix = prefixOf(range);
  if (prefix === undefined) {
    return must(false, prop, "be a range such as 173.245.48.0/20 or 2400:cb00::/32", range);
  }
  // Shorter ones are the internet in pieces: 0.0.0.0/1 and 128.0.0.0/1.
  const shortest = range.includes(":") ? 16 : 8;
  return must(
    prefix >= shortest,
    prop,
    `have a prefix of at least /${shortest}`,
    range,
    "to open the load balancer to the internet, say everyone and the reason",
  );
}

function prefixOf(range: string): number | undefined {
  const [address, prefix, ...rest] = range.split("/");
  if (!address?.includes(":")) return parseCidr(range)?.prefix;
  const good = isIPv6(address) && /^\d{1,3}$/.test(prefix ?? "") && rest.length === 0;
  return good && Number(prefix) <= 128 ? Number(prefix) : undefined;
}

function fits(prop: string, entries: number, ports: number): Finding {
  const cure = ports > 1 ? "switch redirectHttp off, or use fewer" : "use fewer";
  return must(
    entries * ports <= RULES_PER_GROUP,
    prop,
    `need at most ${RULES_PER_GROUP} rules per address family on ${ports} ports (AWS quota)`,
    entries * ports,
    cure,
  );
}

/** Lets an origin in on one port: one rule per range, or one for the list. */
export function openTo(group: SecurityGroup, origin: Origin, port: number, what: string): void {
  for (const [peer, whom] of peersOf(origin)) {
    group.allowFrom(peer, { port, description: `${what} from ${whom}` });
  }
}

function peersOf(origin: Origin): [Peer, string][] {
  if ("everyone" in origin) {
    const whom = `everyone: ${origin.everyone.reason}`;
    return [
      [{ cidr: "0.0.0.0/0" }, whom],
      [{ ipv6Cidr: "::/0" }, whom],
    ];
  }
  if ("prefixList" in origin) {
    const { id, name } = origin.prefixList;
    return [[{ prefixListId: id, name }, `prefix list ${name}`]];
  }
  return Object.entries(origin.ranges).flatMap(([owner, list]) =>
    list.map((range): [Peer, string] => [
      range.includes(":") ? { ipv6Cidr: range } : { cidr: range },
      owner,
    ]),
  );
}

import { isIPv6 } from "node:net";
import { cidrProblem } from "@groundplan/core/cidr";
import {
  between,
  type Finding,
  known,
  matching,
  must,
  reasonGiven,
} from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";

/** A machine's identity, by which rules find it. `ServiceAccount` is one. */
export interface Identity {
  /** E-mail address of the service account. */
  readonly email: string;
}

/**
 * Who is reached or who calls. An identity cannot be borrowed; a network tag can be set by whoever may
 * edit a machine, so it wants a reason.
 */
export type Machines = { readonly account: Identity } | (Reason & { readonly tag: string });

/** Who calls. */
export type Caller =
  | Machines
  /** Ranges, of IPv4, IPv6 or both; never all of them. */
  | { readonly ranges: readonly string[] }
  /** The whole internet, for a reason. */
  | { readonly everyone: Reason }
  /** Google's named ranges: its identity-aware proxy, or its health checks. */
  | keyof typeof GOOGLE_RANGES;

/** One hole in the wall, and why it is there. A change is made in place. */
export interface Opening extends Reason {
  readonly to: Machines;
  readonly from: Caller;
  /** Ports, 1 to 65535. */
  readonly ports: readonly number[];
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp";
  /** Says that port 80 answers certificate challenges; without it port 80 is refused. */
  readonly challenge?: "http-01";
  /** Writes down each connection, which costs. @default false */
  readonly log?: boolean;
}

/**
 * Where Google's own services call from. Sources: cloud.google.com/iap/docs/using-tcp-forwarding,
 * cloud.google.com/load-balancing/docs/health-check-concepts.
 */
export const GOOGLE_RANGES = {
  iap: ["35.235.240.0/20"],
  "health-checks": ["35.191.0.0/16", "130.211.0.0/22"],
} as const;

/** Ports that people log in by. */
const LOGIN_PORTS = [22, 3389];

/** Ports of databases and the like, which never face the internet. */
const DATA_PORTS = [1433, 1521, 3306, 5432, 6379, 8086, 9200, 9300, 11_211, 27_017];

/** Everything that is wrong with an opening, in its own words. */
export function openingProblems(opening: Opening): Finding[] {
  const { to, from, ports } = opening;
  return [
    reasonGiven("opening", opening.reason),
    must(ports.length > 0, "ports", "name at least one port"),
    ...ports.map((port) => between("ports", port, 1, 65_535)),
    ...machineProblems("to", to),
    ...callerProblems(from),
    ...portProblems(opening),
    must(
      typeof from === "string" || !("account" in from && "tag" in to),
      "from",
      "be named by tag where to is",
      undefined,
      "Google mixes accounts and tags in no rule; name both by account",
    ),
    must(
      typeof from === "string" || !("tag" in from && "account" in to),
      "from",
      "be named by account where to is",
      undefined,
      "Google mixes accounts and tags in no rule",
    ),
  ];
}

function machineProblems(prop: string, machines: Machines): Finding[] {
  if ("account" in machines) {
    const { email } = machines.account;
    return [
      known(email) &&
        must(
          !email.endsWith("-compute@developer.gserviceaccount.com"),
          `${prop}.account`,
          "not be the project's default account",
          email,
          "every machine that names no other has it",
        ),
    ];
  }
  return [
    matching(`${prop}.tag`, machines.tag, /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, "be a network tag"),
    reasonGiven(prop, machines.reason),
  ];
}

function callerProblems(from: Caller): Finding[] {
  if (typeof from === "string") return [];
  if ("everyone" in from) return [reasonGiven("from.everyone", from.everyone.reason)];
  if (!("ranges" in from)) return machineProblems("from", from);
  return [
    must(from.ranges.length > 0, "from.ranges", "name at least one range"),
    ...from.ranges.map((range) => (isIpv6Range(range) ? false : cidrProblem("from.ranges", range))),
    must(
      !from.ranges.some((range) => range.endsWith("/0")),
      "from.ranges",
      "not be the whole internet",
      undefined,
      "if everybody is meant, say from: { everyone: { reason } }",
    ),
  ];
}

function portProblems({ from, ports, challenge }: Opening): Finding[] {
  const open = typeof from !== "string" && "everyone" in from;
  const data = ports.filter((port) => DATA_PORTS.includes(port));
  return [
    must(
      from === "iap" || !ports.some((port) => LOGIN_PORTS.includes(port)),
      "from",
      "be iap for ports that people log in by",
      ports,
      "use openSsh: people come through Google's identity-aware proxy",
    ),
    must(!open || data.length === 0, "ports", "not show a database to everyone", data),
    must(
      !ports.includes(80) || challenge === "http-01",
      "ports",
      "not hold 80 unless challenge is http-01",
      ports,
      "prove names in DNS and keep 80 closed, or declare the challenge",
    ),
    must(
      challenge === undefined || ports.includes(80),
      "challenge",
      "be left out where port 80 is closed",
      challenge,
    ),
  ];
}

/** True for a range such as `2001:db8::/32`. */
export function isIpv6Range(range: string): boolean {
  const [address = "", prefix = ""] = range.split("/");
  return isIPv6(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128;
}

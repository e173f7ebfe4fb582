import { type Finding, must, oneOf, reasonGiven } from "@groundplan/core/problems";
import { readWritten } from "../../stepwise/written.ts";
import { serverOf } from "../wire/server.ts";

/** What a zone of Cloudflare pays for. */
export type Plan = (typeof PLANS)[number];

const PLANS = ["free", "pro", "business", "enterprise"] as const;

/** What becomes of a record set that has no equivalent, or should become something else. */
export type SetDecision =
  | { readonly drop: true; readonly reason: string }
  /** Of several by weight, place or health: only the one of this identifier. */
  | { readonly use: string; readonly reason: string }
  /** These values, as in a zone file, under the same name and type. */
  | { readonly values: readonly string[]; readonly reason: string };

/** What people decide about a move: `move.json`. Every key that is not here is refused. */
export interface Decisions {
  readonly zone: string;
  /** Route 53's id of the zone. */
  readonly hostedZoneId: string;
  /** Plan of the zone at Cloudflare. */
  readonly plan: Plan;
  /** Where the records are written, from the move's folder. */
  readonly recordsFile: string;
  /** Records that Cloudflare has granted beyond the plan's limit. @default the plan's */
  readonly recordLimit?: number;
  /** Addresses of resolvers through which the world is looked at. */
  readonly resolvers: readonly string[];
  /** Addresses of name servers, where they are not those that their names have. @default looked up */
  readonly servers?: {
    readonly old?: readonly string[];
    readonly new?: readonly string[];
    readonly parent?: readonly string[];
  };
  /** By type and name: `A www.example.com`. */
  readonly sets: Readonly<Record<string, SetDecision>>;
  /** Answers that may differ, by type and name, each with the reason. */
  readonly differences: Readonly<Record<string, string>>;
  /** Names behind Cloudflare; written by infra dns proxy. */
  readonly proxied: readonly string[];
}

const KEYS = [
  "zone",
  "hostedZoneId",
  "plan",
  "recordsFile",
  "recordLimit",
  "resolvers",
  "servers",
  "sets",
  "differences",
  "proxied",
];

/** Resolvers of three owners: Cloudflare, Google, Quad9. */
const RESOLVERS = ["1.1.1.1", "8.8.8.8", "9.9.9.9"];

/** Decisions as a move begins. */
export function firstDecisions(
  given: Pick<Decisions, "zone" | "hostedZoneId" | "plan"> & { readonly recordsFile?: string },
): Decisions {
  const { zone, hostedZoneId, plan, recordsFile = "records.ts" } = given;
  const nothing = { sets: {}, differences: {}, proxied: [] };
  return { zone, hostedZoneId, plan, recordsFile, resolvers: RESOLVERS, ...nothing };
}

/**
 * Reads what people have written.
 *
 * @throws PropsError with everything that is wrong
 */
export function readDecisions(text: string, zone: string): Decisions {
  return readWritten(text, "move.json", (typed: Decisions) => decisionProblems(typed, zone));
}

/** Everything that is wrong with decisions. */
export function decisionProblems(decisions: Decisions, zone: string): Finding[] {
  const { servers = {}, sets = {}, differences = {}, proxied = [], resolvers = [] } = decisions;
  const lists = Object.entries({ resolvers, ...servers });
  return [
    ...Object.keys(decisions).map((key) =>
      must(KEYS.includes(key), key, `be one of ${KEYS.join(", ")}`),
    ),
    must(decisions.zone === zone, "zone", `be ${zone}, whose folder this is`, decisions.zone),
    must(
      /^[A-Z0-9]{8,32}$/.test(decisions.hostedZoneId ?? ""),
      "hostedZoneId",
      "be the id of a Route 53 zone: Z...",
      decisions.hostedZoneId,
    ),
    oneOf("plan", decisions.plan ?? "", PLANS),
    must(Boolean(decisions.recordsFile), "recordsFile", "name a file"),
    must(resolvers.length > 0, "resolvers", "name at least one address"),
    ...lists.flatMap(([key, addresses = []]) =>
      addresses.map((address) =>
        must(
          serverOf(address) !== undefined,
          key,
          "hold addresses: 192.0.2.1 or 192.0.2.1:53",
          address,
        ),
      ),
    ),
    ...Object.entries(sets).flatMap(([key, decision]) => setProblems(key, decision, zone)),
    ...Object.entries(differences).flatMap(([key, reason]) => [
      keyProblem("differences", key, zone),
      reasonGiven(`differences.${key}`, reason),
    ]),
    ...proxied.map((name) => must(isBelow(name, zone), "proxied", `hold names of ${zone}`, name)),
  ];
}

function setProblems(key: string, decision: SetDecision, zone: string): Finding[] {
  const ways = ["drop", "use", "values"].filter((way) => way in decision);
  return [
    keyProblem("sets", key, zone),
    must(ways.length === 1, `sets.${key}`, "have one of drop, use, values", ways.join(", ")),
    reasonGiven(`sets.${key}`, decision.reason),
  ];
}

/** `MX example.com`. */
function keyProblem(prop: string, key: string, zone: string): Finding {
  const [type = "", name = "", ...others] = key.split(" ");
  const holds = /^[A-Z]+$/.test(type) && others.length === 0 && isBelow(name, zone);
  return must(holds, prop, `have keys of type and name: "MX ${zone}"`, key);
}

function isBelow(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

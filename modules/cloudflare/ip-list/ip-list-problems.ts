import { type Finding, known, matching, must, oneOf } from "@groundplan/core/problems";
import type { IConstruct } from "constructs";
import { type PerPlan, PLANS } from "../zone/plan.ts";
import type { IpListProps } from "./ip-list-props.ts";
import { canonicalRange } from "./ranges.ts";

/** Lists of an account, and items in all of them. Source: cloudflare-docs, rules lists, "Entitlements". */
const LIST_LIMIT: PerPlan<number> = { free: 1, pro: 10, business: 10, enterprise: 10 };
const ITEM_LIMIT = 10_000;

/** Another list of the account, as far as it matters here. */
interface Sibling extends IConstruct {
  readonly name: string;
  readonly addresses: readonly string[];
}

/**
 * Everything that is wrong with a list's props.
 *
 * @param siblings the other lists of its account
 */
export function ipListProblems(props: IpListProps, siblings: readonly Sibling[]): Finding[] {
  const { accountId, name, plan, description } = props;
  return [
    matching("accountId", accountId, /^[0-9a-f]{32}$/, "be 32 hexadecimal characters"),
    matching(
      "name",
      name,
      /^[a-z0-9_]{1,50}$/,
      "be 1 to 50 lower-case letters, digits and underscores",
    ),
    must(
      description.trim() !== "",
      "description",
      "say what the list is for",
      description,
      "Cloudflare drops an empty one, and every plan puts it back",
    ),
    oneOf("plan", plan, PLANS),
    ...rangeProblems(props),
    ...repeatedProblems(props),
    ...limitProblems(props, siblings),
  ];
}

function rangeProblems({ entries }: IpListProps): Finding[] {
  return Object.entries(entries).flatMap(([who, ranges]) => [
    must(who.trim() !== "", "entries", "have names that say who it is", who),
    must(ranges.length > 0, `entries.${who}`, "name at least one address"),
    ...ranges.map(
      (range) =>
        known(range) &&
        must(
          canonicalRange(range) !== undefined,
          `entries.${who}`,
          "be IPv4 addresses, IPv4 ranges of /8 to /32 or IPv6 ranges of /12 to /64 that begin at their first address",
          range,
          cureOf(range),
        ),
    ),
  ]);
}

/** A single IPv6 address is what people write and a list does not take. */
function cureOf(range: string): string | undefined {
  const single = range.includes(":") && !range.includes("/");
  return single ? "take the /64 around it: a host changes the rest of its address" : undefined;
}

/** Cloudflare keeps an address once, whoever is named beside it. */
function repeatedProblems({ entries }: IpListProps): Finding[] {
  const seen = new Map<string, string>();
  return Object.entries(entries).flatMap(([who, ranges]) =>
    ranges.filter(known).map((range) => {
      const canonical = canonicalRange(range);
      const before = canonical && seen.get(canonical);
      if (canonical && !before) seen.set(canonical, who);
      return must(!before, `entries.${who}`, `not repeat an address of ${before}`, range);
    }),
  );
}

function limitProblems(props: IpListProps, siblings: readonly Sibling[]): Finding[] {
  const { plan, listLimit = LIST_LIMIT[plan], entries, name } = props;
  const others = siblings.map(({ node }) => node.path);
  const namesake = siblings.find((other) => other.name === name);
  const own = Object.values(entries).flat().length;
  const items = siblings.reduce((sum, { addresses }) => sum + addresses.length, own);
  return [
    must(
      namesake === undefined,
      "name",
      `be another one: ${namesake?.node.path} has it in this account`,
      name,
    ),
    must(
      others.length < listLimit,
      "accountId",
      `hold at most ${listLimit} of these lists on the ${plan} plan, and there are ${others.join(", ")}`,
      undefined,
      "put the entries into one of them, or say listLimit where Cloudflare has granted more",
    ),
    must(
      items <= ITEM_LIMIT,
      "entries",
      `have at most ${ITEM_LIMIT} addresses in all lists of the account`,
      items,
    ),
  ];
}

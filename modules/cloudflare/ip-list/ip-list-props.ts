import type { ListConfig } from "@cdktf/provider-cloudflare/lib/list/index.js";
import type { Plan } from "../zone/plan.ts";

export interface IpListProps {
  /** The account that the list belongs to, 32 hexadecimal characters. A change replaces the list. */
  readonly accountId: string;

  /**
   * How rules name the list: lower-case letters, digits and underscores, at most 50. A change replaces
   * the list, which fails while a rule of another stack names it.
   */
  readonly name: string;

  /** What the list is for; shown in the dashboard. A change happens in place. */
  readonly description: string;

  /**
   * Who is on the list, by name: IPv4 addresses and ranges (/8 to /32), IPv6 ranges (/12 to /64). The
   * name becomes the comment beside each of them. A change takes effect in every rule at once.
   */
  readonly entries: Readonly<Record<string, readonly string[]>>;

  /** The largest plan among the account's zones: it says how many lists there may be. */
  readonly plan: Plan;

  /**
   * Lists that the account may hold, where Cloudflare has granted more than the plan has. A change of
   * it changes nothing.
   *
   * @default 1 on the free plan, 10 on the others
   */
  readonly listLimit?: number;

  /** Last word on the resource; shallow. See the README. */
  readonly overrides?: { readonly list?: Partial<ListConfig> };
}

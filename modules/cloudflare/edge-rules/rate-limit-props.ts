import type { BlockResponse } from "./custom-rules.ts";
import type { RuleProps } from "./rule.ts";

/** What makes two requests count together, besides the data centre that they reach. */
export type Characteristic =
  | "ip"
  | "ip-behind-nat"
  | "host"
  | "path"
  | "country"
  | { readonly header: string }
  | { readonly cookie: string }
  | { readonly query: string };

export interface RateLimitProps extends RuleProps {
  /** Requests in a period after which the action follows. Counted in each data centre apart. */
  readonly requests: number;
  /**
   * Seconds over which is counted: 10, 15, 20, 30, 40, 45, 60, ... At most 10 on the free plan, 60
   * on pro, 600 on business, 65535 on enterprise.
   */
  readonly periodSeconds: number;
  /** What follows. A challenge lets browsers back in; clients of an API cannot pass it. @default "block" */
  readonly action?: "block" | "challenge" | "log";
  /**
   * Seconds for which a block lasts: 10 on the free plan, at most 3600 on pro, a day on business.
   * Not for challenges below the enterprise plan: they are asked request by request.
   *
   * @default the period
   */
  readonly blockSeconds?: number;
  /** @default ["ip"] */
  readonly countBy?: readonly Characteristic[];
  /** Which requests count, answers included: `http.response.code eq 401`. Business plan. @default those of `when` */
  readonly counting?: string;
  /** Counts only what is not answered from the cache. @default false */
  readonly originOnly?: boolean;
  /** For blocks; needs the pro plan. @default Cloudflare's page with status 429 */
  readonly response?: BlockResponse;
}

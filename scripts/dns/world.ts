import type { Route53 } from "./source/route53.ts";
import type { Cloudflare } from "./target/cloudflare.ts";
import type { Visit } from "./visit.ts";
import type { Asks } from "./wire/asker.ts";

/** Everything outside that the steps of a move touch. */
export interface World {
  readonly now: () => Date;
  readonly route53: Route53;
  readonly cloudflare: Cloudflare;
  readonly dns: Asks;
  /** Visits a name as a browser would. */
  readonly visit: (name: string, address: string) => Promise<Visit>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly talk: (text: string) => void;
}

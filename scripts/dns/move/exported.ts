import type { ListedSet } from "@groundplan/aws/dns-zone";
import type { HostedZone } from "../source/route53.ts";

/** A zone as Route 53 had it. */
export interface Exported {
  /** When it was read, in ISO 8601. */
  readonly takenAt: string;
  readonly zone: HostedZone;
  readonly sets: readonly ListedSet[];
}

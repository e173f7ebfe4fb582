import type { ComputeSubnetworkLogConfig } from "@cdktf/provider-google/lib/compute-subnetwork/index.js";
import { type Finding, must, oneOf, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";

/** How much traffic is recorded. A change is made in place. */
export interface FlowLogOptions {
  /** Share of the flows, above 0 and at most 1. @default 0.5 */
  readonly sampling?: number;
  /** Seconds that one line sums up; more is cheaper. @default 600 */
  readonly intervalSeconds?: FlowLogInterval;
}

/** Records, or the reason why there are none. */
export type FlowLogChoice = FlowLogOptions | { readonly off: Reason };

/** Seconds that Google can sum up in a line. */
export type FlowLogInterval = keyof typeof INTERVALS;

const INTERVALS = {
  5: "INTERVAL_5_SEC",
  30: "INTERVAL_30_SEC",
  60: "INTERVAL_1_MIN",
  300: "INTERVAL_5_MIN",
  600: "INTERVAL_10_MIN",
  900: "INTERVAL_15_MIN",
} as const;

/** What is wrong with the choice. */
export function flowLogProblems(choice: FlowLogChoice | undefined): Finding[] {
  if (!choice) return [];
  if ("off" in choice) return [reasonGiven("flowLogs.off", choice.off.reason)];
  const { sampling, intervalSeconds } = choice;
  return [
    must(
      sampling === undefined || (sampling > 0 && sampling <= 1),
      "flowLogs.sampling",
      "be above 0 and at most 1",
      sampling,
    ),
    oneOf("flowLogs.intervalSeconds", intervalSeconds, [5, 30, 60, 300, 600, 900]),
  ];
}

/** The provider's words, or nothing where nothing is recorded. */
export function flowLogConfig(
  choice: FlowLogChoice | undefined,
  onByDefault: boolean,
): ComputeSubnetworkLogConfig | undefined {
  if (choice ? "off" in choice : !onByDefault) return undefined;
  const { sampling, intervalSeconds }: FlowLogOptions = choice && !("off" in choice) ? choice : {};
  return {
    flowSampling: sampling ?? 0.5,
    aggregationInterval: INTERVALS[intervalSeconds ?? 600],
    metadata: "INCLUDE_ALL_METADATA",
  };
}

import { mib } from "../../stepwise/text.ts";
import type { Found } from "../carrier.ts";
import type { Lag } from "./replication.ts";

const MIB = 1024 * 1024;

/** What replication says, and whether the target is near enough. */
export function lagFound(lag: Lag, mostMiB: number): Found {
  const { slot, copying, errors, isSubscribed, isEnabled } = lag;
  if (!isSubscribed || !slot) {
    const what = isSubscribed ? "slot at the source" : "subscription at the target";
    return { said: "nothing is replicated", problems: [`there is no ${what}: infra move copy`] };
  }
  const problems = [
    ...(slot.state === "lost"
      ? [
          "the source has thrown away WAL that the target needs (max_slot_wal_keep_size): infra move retire --abandon, an empty target, and infra move copy",
        ]
      : []),
    ...(isEnabled ? [] : ["replication is switched off: infra move copy switches it on"]),
    ...copying.map((table) => `${table} is still being copied`),
    ...(slot.lagBytes > mostMiB * MIB
      ? [`the target is ${mib(slot.lagBytes)} behind, and ${mostMiB} MiB is the most`]
      : []),
    ...(isEnabled && !slot.isActive
      ? [
          "nobody reads from the slot: the target's log says why; the source keeps all WAL until somebody does",
        ]
      : []),
  ];
  return {
    said: `the target is ${mib(slot.lagBytes)} behind, ${copying.length} tables are being copied`,
    problems,
    warnings:
      errors > 0
        ? [`the target's workers failed ${errors} times, and went on: its log says why`]
        : [],
    facts: [
      ["behind", mib(slot.lagBytes)],
      ["WAL that the source keeps for it", mib(slot.keptBytes)],
    ],
  };
}

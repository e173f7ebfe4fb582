import { type Patience, patiently } from "./patience.ts";

/** An approval of a request that holds. */
export interface Approval {
  readonly id: string;
  /** Who gave it. */
  readonly by: string;
}

/** The approvals of one request on a forge. All calls throw a `ForgeRefusal`. */
export interface Approver {
  /** Approvals that hold now. */
  approvals(): Promise<readonly Approval[]>;
  /** Takes some back, with the reason. Nothing happens to what does not hold any more. */
  dismiss(approvals: readonly Approval[], why: string): Promise<void>;
}

/** What whoever approved is told. */
const WHY =
  "The plan is another one than the one that was approved. Look at it in the comment, and approve that.";

/**
 * Takes back every approval of a request: the plan is another one by now, and nobody has approved that.
 *
 * @returns whose approvals they were
 */
export function dismissApprovals(approver: Approver, world: Patience): Promise<string[]> {
  const dismissed = new Set<string>();
  return patiently(world, async () => {
    const approvals = await approver.approvals();
    for (const { by } of approvals) dismissed.add(by);
    if (approvals.length > 0) await approver.dismiss(approvals, WHY);
    return [...dismissed];
  });
}

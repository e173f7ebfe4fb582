import { createHash } from "node:crypto";
import type { PlanSetManifest } from "./manifest.ts";

/** Fewest letters of a digest that an approval may name. */
export const SHORTEST_APPROVAL = 16;

/**
 * What a whole plan set would do, as one number: what an approval names. Equal for sets that would
 * do the same, whatever the commit, the time or the order in which they were planned.
 */
export function setDigest({ stacks, rehearsal, mode }: PlanSetManifest): string {
  const meanings = stacks
    .map(({ stack, result, digest, blockedBy, stale }) => {
      const reads = stale.map(({ producer, outputs }) => [producer, ...outputs]);
      return JSON.stringify([stack, result, digest ?? null, blockedBy ?? null, reads]);
    })
    .sort();
  const meaning = JSON.stringify([rehearsal, mode ?? "normal", meanings]);
  return createHash("sha256").update(meaning).digest("hex");
}

/** True when an approval names this digest, whole or by its beginning. */
export function approves(approval: string, digest: string): boolean {
  return approval.length >= SHORTEST_APPROVAL && digest.startsWith(approval.toLowerCase());
}

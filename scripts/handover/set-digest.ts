import { createHash } from "node:crypto";
import type { PlanSetManifest } from "../plan/set.ts";

/**
 * What a whole plan set would do, as one number: equal for sets that would do the same to the same
 * stacks, whenever and by whichever program they were planned.
 */
export function setDigest({ stacks }: Pick<PlanSetManifest, "stacks">): string {
  const lines = stacks.map(({ stack, result, digest = "" }) => `${stack} ${result} ${digest}`);
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

import { basename, dirname, join } from "node:path";
import type { PlanSetManifest } from "../plan/set.ts";
import { approves, SHORTEST_APPROVAL, setDigest } from "../plan/set-digest.ts";

/**
 * Why an approval does not hold for a plan set; nothing where it does, or where none was given.
 *
 * @param approval the digest that was approved, whole or by its beginning
 */
export function whyNotApproved(
  manifest: PlanSetManifest,
  approval: string | undefined,
): string | undefined {
  if (approval === undefined) return undefined;
  const digest = setDigest(manifest);
  if (approves(approval, digest)) return undefined;
  const short = approval.length < SHORTEST_APPROVAL;
  return short
    ? `--approve must be at least ${SHORTEST_APPROVAL} letters of the digest, got ${approval.length}; infra render shows it`
    : `the plan set has the digest ${digest}, approved was ${approval}: it is another plan than the approved one; nothing was applied. Review it again with infra render`;
}

/** Where the plan set goes that comes of applying another: `.plan`, `.plan-2`, `.plan-3`. */
export function nextFolder(folder: string): string {
  const [, name = "", count] = /^(.*?)(?:-(\d+))?$/.exec(basename(folder))!;
  return join(dirname(folder), `${name}-${Number(count ?? 1) + 1}`);
}

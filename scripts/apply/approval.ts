import { basename, dirname, join } from "node:path";
import type { PlanSetManifest } from "../plan/manifest.ts";
import { approves, SHORTEST_APPROVAL, setDigest } from "../plan/set-digest.ts";

/** The approval that was given is not for this plan set. Nothing was applied. */
export class NotApproved extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotApproved";
  }
}

/**
 * The digest of a plan set, where an approval holds for it.
 *
 * @param approval the digest that was approved, whole or by its beginning
 * @throws NotApproved where it is for another set
 */
export function approvedDigest(manifest: PlanSetManifest, approval: string): string {
  const digest = setDigest(manifest);
  if (approves(approval, digest)) return digest;
  throw new NotApproved(
    approval.length < SHORTEST_APPROVAL
      ? `--approve must be at least ${SHORTEST_APPROVAL} letters of the digest, got ${approval.length}; infra render shows it`
      : `the plan set has the digest ${digest}, approved was ${approval}: it is another plan than the approved one; nothing was applied. Review it again with infra render`,
  );
}

/** Where the plan set goes that comes of applying another: `.plan`, `.plan-2`, `.plan-3`. */
export function nextFolder(folder: string): string {
  const [, name = "", count] = /^(.*?)(?:-(\d+))?$/.exec(basename(folder))!;
  return join(dirname(folder), `${name}-${Number(count ?? 1) + 1}`);
}

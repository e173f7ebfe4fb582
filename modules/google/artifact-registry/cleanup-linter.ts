import { type Finding, must } from "@groundplan/core/problems";
import { shadowProblems } from "./cleanup-coverage.ts";
import { type CleanupPolicies, isRecent, tagStateOf, withInUse } from "./cleanup-policy.ts";
import { type CleanupContext, DIGEST, policyProblems } from "./cleanup-rules.ts";

/** The service takes no more policies for one repository. */
const MAXIMUM_POLICIES = 10;

/** Everything in the policies that deletes too much, too little or not what it says. */
export function lintCleanup(policies: CleanupPolicies, context: CleanupContext): Finding[] {
  const entries = Object.entries(policies);
  return [
    ...entries.flatMap(([id, policy]) => policyProblems(id, policy, context)),
    ...setProblems(policies, context),
    ...inUseProblems(policies, context),
    ...shadowProblems(withInUse(policies, context.inUse ?? {})),
  ];
}

function setProblems(policies: CleanupPolicies, { format, inUse }: CleanupContext): Finding[] {
  const all = Object.values(policies);
  const deletes = all.filter((policy) => policy.action === "delete");
  const count = Object.keys(withInUse(policies, inUse ?? {})).length;
  const keepsRecent = all.some((policy) => isRecent(policy) && !policy.packagePrefixes);
  return [
    must(count <= MAXIMUM_POLICIES, "cleanup", `have at most ${MAXIMUM_POLICIES} policies`, count),
    must(
      deletes.length > 0 || (format !== "docker" && all.length === 0),
      "cleanup",
      "have a delete policy: keep policies alone delete nothing",
    ),
    must(
      deletes.length === 0 || keepsRecent,
      "cleanup",
      "keep the most recent versions of every package",
      undefined,
      "a repository that is quiet for long would lose all it has",
    ),
  ];
}

function inUseProblems(policies: CleanupPolicies, context: CleanupContext): Finding[] {
  const { digests = [], tags = [] } = context.inUse ?? {};
  const wrong = digests.filter((digest) => !DIGEST.test(digest));
  return [
    must(
      wrong.length === 0,
      "inUse.digests",
      "be sha256: and 64 hex digits each",
      wrong,
      "a shorter one keeps every image, or none",
    ),
    must(
      tags.length === 0 || !context.immutableTags,
      "inUse.tags",
      "be left out where tags are immutable",
      tags,
      "such a tag never moves; name the digests",
    ),
    must(
      digests.length + tags.length > 0 || !canReachDeployed(policies, context),
      "inUse",
      "name the digests or the tags that are deployed",
      undefined,
      "or a delete policy may take the running image",
    ),
  ];
}

/** A tag that cannot move protects its image from all policies but those for tagged ones. */
function canReachDeployed(policies: CleanupPolicies, { immutableTags }: CleanupContext): boolean {
  return Object.values(policies).some(
    (policy) =>
      !isRecent(policy) &&
      policy.action === "delete" &&
      !(immutableTags && tagStateOf(policy) === "untagged"),
  );
}

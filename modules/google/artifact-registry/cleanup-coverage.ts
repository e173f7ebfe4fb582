import { type Finding, must } from "@groundplan/core/problems";
import {
  type CleanupPolicies,
  type ConditionalPolicy,
  isRecent,
  tagStateOf,
} from "./cleanup-policy.ts";

/** A delete policy all of whose versions are kept deletes nothing, and nobody is told. */
export function shadowProblems(policies: CleanupPolicies): Finding[] {
  const entries = Object.entries(policies).flatMap(([id, policy]) =>
    isRecent(policy) ? [] : [[id, policy] as const],
  );
  const keeps = entries.filter(([, policy]) => policy.action === "keep");
  return entries
    .filter(([, policy]) => policy.action === "delete")
    .flatMap(([id, policy]) =>
      keeps
        .filter(([, keep]) => covers(keep, policy))
        .map(([keep]) =>
          must(false, `cleanup.${id}`, `delete something: ${keep} keeps all that it chooses`),
        ),
    );
}

/** Whether `keep` chooses every version that `policy` can choose. */
export function covers(keep: ConditionalPolicy, policy: ConditionalPolicy): boolean {
  const state = tagStateOf(keep);
  const sameState = state === "any" || state === tagStateOf(policy);
  return (
    sameState &&
    (state !== "tagged" || prefixesCover(keep.tagPrefixes, policy.tagPrefixes)) &&
    prefixesCover(keep.versionPrefixes, policy.versionPrefixes) &&
    prefixesCover(keep.packagePrefixes, policy.packagePrefixes) &&
    (keep.olderThanDays ?? 0) <= (policy.olderThanDays ?? 0) &&
    (keep.newerThanDays ?? Infinity) >= (policy.newerThanDays ?? Infinity)
  );
}

function prefixesCover(
  wider: readonly string[] | undefined,
  narrower: readonly string[] | undefined,
): boolean {
  if (wider === undefined) return true;
  if (narrower === undefined) return false;
  return narrower.every((prefix) => wider.some((start) => prefix.startsWith(start)));
}

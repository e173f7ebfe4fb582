import { atLeast, type Finding, matching, must } from "@groundplan/core/problems";
import {
  type CleanupPolicy,
  type ConditionalPolicy,
  IN_USE_IDS,
  type InUse,
  isRecent,
  tagStateOf,
} from "./cleanup-policy.ts";
import type { RegistryFormat } from "./registry-url.ts";

/** What the linter must know of the repository beside its policies. */
export interface CleanupContext {
  readonly format: RegistryFormat;
  readonly immutableTags: boolean;
  /** Days back to which a deployment may be rolled back. */
  readonly rollbackDays: number;
  readonly inUse?: InUse;
}

/** What names a Docker version: nothing shorter names one alone. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What is wrong with one policy, whatever the others are. */
export function policyProblems(
  id: string,
  policy: CleanupPolicy,
  context: CleanupContext,
): Finding[] {
  const prop = `cleanup.${id}`;
  const named = matching(prop, id, /^[a-z][a-z0-9-]*[a-z0-9]$/, "have a kebab-case id");
  const reserved = must(
    !Object.values<string>(IN_USE_IDS).includes(id),
    prop,
    "have an id of its own: inUse makes the policy of this name",
  );
  if (isRecent(policy)) {
    const counted = atLeast(`${prop}.mostRecent`, policy.mostRecent, 1);
    const alone = must(
      policy.action === "keep" && !("olderThanDays" in policy || "tagPrefixes" in policy),
      prop,
      "either keep the most recent versions or have a condition, not both",
    );
    return [named, reserved, counted, alone];
  }
  return [
    named,
    reserved,
    ...conditionProblems(prop, policy, context),
    ...(policy.action === "delete" ? deleteProblems(prop, policy, context) : []),
  ];
}

function conditionProblems(
  prop: string,
  policy: ConditionalPolicy,
  { format }: CleanupContext,
): Finding[] {
  const { tagPrefixes, tagState, versionPrefixes } = policy;
  return [
    must(
      tagPrefixes === undefined || tagStateOf(policy) === "tagged",
      `${prop}.tagState`,
      "be tagged where tagPrefixes are given",
      tagState,
      "the service ignores prefixes in any other state",
    ),
    ...lists(policy).map(([field, values]) =>
      must(
        values.length > 0 && values.every((value) => value !== ""),
        `${prop}.${field}`,
        "name at least one prefix, none of them empty",
        values,
      ),
    ),
    format === "docker" &&
      must(
        versionPrefixes?.every((prefix) => DIGEST.test(prefix)) ?? true,
        `${prop}.versionPrefixes`,
        "be whole digests: a Docker version is named by its digest, and sha256: begins them all",
        versionPrefixes,
      ),
    ...ageProblems(prop, policy),
  ];
}

function ageProblems(prop: string, { olderThanDays, newerThanDays }: ConditionalPolicy): Finding[] {
  return [
    ...Object.entries({ olderThanDays, newerThanDays }).map(([field, days]) =>
      must(
        days === undefined || (Number.isInteger(days) && days >= 1),
        `${prop}.${field}`,
        "be a whole number of days, at least 1",
        days,
      ),
    ),
    must(
      olderThanDays === undefined || newerThanDays === undefined || olderThanDays < newerThanDays,
      `${prop}.newerThanDays`,
      `be more than olderThanDays (${olderThanDays}), or nothing is chosen`,
      newerThanDays,
    ),
  ];
}

function deleteProblems(
  prop: string,
  policy: ConditionalPolicy,
  { rollbackDays, format }: CleanupContext,
): Finding[] {
  const { olderThanDays, tagPrefixes = [] } = policy;
  const open = tagPrefixes.filter((prefix) => /[A-Za-z0-9]$/.test(prefix));
  return [
    must(
      olderThanDays !== undefined,
      `${prop}.olderThanDays`,
      "be given: a delete without an age takes the running image and races a push",
    ),
    must(
      olderThanDays === undefined || olderThanDays >= rollbackDays,
      `${prop}.olderThanDays`,
      `be at least rollbackDays (${rollbackDays})`,
      olderThanDays,
      "a younger image may be rolled back to",
    ),
    must(
      open.length === 0,
      `${prop}.tagPrefixes`,
      "end in a separator, as dev- does",
      open,
      "a prefix without one deletes longer words too",
    ),
    must(
      format === "docker" || tagStateOf(policy) !== "untagged",
      `${prop}.tagState`,
      `be any in a ${format} repository, where hardly a version has a tag`,
      policy.tagState,
    ),
  ];
}

function lists(policy: ConditionalPolicy): [string, readonly string[]][] {
  const { tagPrefixes, versionPrefixes, packagePrefixes } = policy;
  return Object.entries({ tagPrefixes, versionPrefixes, packagePrefixes }).filter(
    (entry): entry is [string, readonly string[]] => entry[1] !== undefined,
  );
}

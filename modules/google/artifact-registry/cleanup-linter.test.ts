import { PropsError } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { covers } from "./cleanup-coverage.ts";
import { type CleanupContext, type CleanupPolicies, lintCleanup } from "./index.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const DEV: CleanupContext = {
  format: "docker",
  immutableTags: false,
  rollbackDays: 7,
  inUse: { tags: ["in-use-dev"] },
};
const GOOD: CleanupPolicies = {
  "delete-untagged": { action: "delete", tagState: "untagged", olderThanDays: 7 },
  "delete-dev-builds": { action: "delete", tagPrefixes: ["dev-"], olderThanDays: 30 },
  "keep-recent": { action: "keep", mostRecent: 10 },
};

/** The sentences of what the linter finds. */
function say(policies: CleanupPolicies, context: Partial<CleanupContext> = {}): string {
  const found = lintCleanup(policies, { ...DEV, ...context }).filter((finding) => !!finding);
  return new PropsError("x", found).message;
}

const CASES: [string, CleanupPolicies, Partial<CleanupContext>, string][] = [
  [
    "prefixes in the state any, where the service ignores them and keeps everything",
    {
      ...GOOD,
      "keep-v": { action: "keep", tagState: "any", tagPrefixes: ["v"], newerThanDays: 5 },
    },
    {},
    'cleanup.keep-v.tagState must be tagged where tagPrefixes are given, got "any"; the service ignores prefixes in any other state',
  ],
  [
    "prefixes in the state untagged",
    {
      ...GOOD,
      old: { action: "delete", tagState: "untagged", tagPrefixes: ["dev-"], olderThanDays: 9 },
    },
    {},
    'cleanup.old.tagState must be tagged where tagPrefixes are given, got "untagged"; the service ignores prefixes in any other state',
  ],
  [
    "keep policies alone, which delete nothing",
    { "keep-recent": { action: "keep", mostRecent: 10 } },
    {},
    "cleanup must have a delete policy: keep policies alone delete nothing",
  ],
  [
    "a delete policy all of whose images another one keeps",
    { ...GOOD, "keep-dev": { action: "keep", tagPrefixes: ["dev"] } },
    {},
    "cleanup.delete-dev-builds must delete something: keep-dev keeps all that it chooses",
  ],
  [
    "to delete without keeping the most recent ones, which empties a quiet repository",
    { "delete-untagged": GOOD["delete-untagged"]! },
    {},
    "cleanup must keep the most recent versions of every package; a repository that is quiet for long would lose all it has",
  ],
  [
    "a prefix of a Docker version that begins every digest",
    { ...GOOD, all: { action: "keep", versionPrefixes: ["sha256:"], newerThanDays: 5 } },
    {},
    'cleanup.all.versionPrefixes must be whole digests: a Docker version is named by its digest, and sha256: begins them all, got ["sha256:"]',
  ],
  [
    "a delete with only a package prefix, which takes the running image",
    { ...GOOD, api: { action: "delete", packagePrefixes: ["api"] } },
    {},
    "cleanup.api.olderThanDays must be given: a delete without an age takes the running image and races a push",
  ],
  [
    "a delete of images that may be rolled back to",
    { ...GOOD, early: { action: "delete", tagState: "untagged", olderThanDays: 1 } },
    {},
    "cleanup.early.olderThanDays must be at least rollbackDays (7), got 1; a younger image may be rolled back to",
  ],
  [
    "a delete prefix without a separator, which begins longer words too",
    { ...GOOD, "delete-v": { action: "delete", tagPrefixes: ["v"], olderThanDays: 30 } },
    {},
    'cleanup.delete-v.tagPrefixes must end in a separator, as dev- does, got ["v"]; a prefix without one deletes longer words too',
  ],
  [
    "part of a day, which the service takes unread",
    { ...GOOD, half: { action: "delete", tagState: "untagged", olderThanDays: 7.5 } },
    {},
    "cleanup.half.olderThanDays must be a whole number of days, at least 1, got 7.5",
  ],
  [
    "a range of ages that chooses nothing",
    {
      ...GOOD,
      none: { action: "delete", tagState: "untagged", olderThanDays: 30, newerThanDays: 20 },
    },
    {},
    "cleanup.none.newerThanDays must be more than olderThanDays (30), or nothing is chosen, got 20",
  ],
  [
    "an empty prefix, which begins everything",
    { ...GOOD, "delete-all": { action: "delete", packagePrefixes: [""], olderThanDays: 30 } },
    {},
    'cleanup.delete-all.packagePrefixes must name at least one prefix, none of them empty, got [""]',
  ],
  [
    "a count together with a condition, which the service refuses",
    { ...GOOD, both: { action: "keep", mostRecent: 3, olderThanDays: 3 } as never },
    {},
    "cleanup.both must either keep the most recent versions or have a condition, not both",
  ],
  [
    "more policies than the service takes, those for what is in use counted",
    Object.fromEntries([
      ...Object.entries(GOOD),
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => [
        `keep-${n}`,
        { action: "keep", tagPrefixes: [`v${n}`] },
      ]),
    ]),
    {},
    "cleanup must have at most 10 policies, got 11",
  ],
  [
    "an id that is made by inUse",
    { ...GOOD, "keep-in-use-tags": { action: "keep", tagPrefixes: ["x-"] } },
    {},
    "cleanup.keep-in-use-tags must have an id of its own: inUse makes the policy of this name",
  ],
  [
    "to delete without knowing what is deployed",
    GOOD,
    { inUse: undefined },
    "inUse must name the digests or the tags that are deployed; or a delete policy may take the running image",
  ],
  [
    "a digest that is cut short",
    GOOD,
    { inUse: { digests: ["sha256:abc"] } },
    'inUse.digests must be sha256: and 64 hex digits each, got ["sha256:abc"]; a shorter one keeps every image, or none',
  ],
  [
    "a moving tag where tags cannot move",
    GOOD,
    { immutableTags: true },
    'inUse.tags must be left out where tags are immutable, got ["in-use-dev"]; such a tag never moves; name the digests',
  ],
  [
    "to delete untagged versions of a format that hardly tags",
    GOOD,
    { format: "maven" },
    'cleanup.delete-untagged.tagState must be any in a maven repository, where hardly a version has a tag, got "untagged"',
  ],
];

describe("lintCleanup", () => {
  it("finds nothing wrong with policies that do what they say", () => {
    expect(say(GOOD)).toBe("");
    expect(say(GOOD, { inUse: { digests: [DIGEST] } })).toBe("");
  });

  it.each(CASES)("refuses %s", (_, policies, context, message) => {
    expect(say(policies, context)).toBe(`x: ${message}`);
  });

  it("refuses the two policies that keep everything, which were meant to clean up", () => {
    const meant: CleanupPolicies = {
      "delete-dev": { action: "delete", tagState: "any", tagPrefixes: ["dev-"], olderThanDays: 30 },
      "keep-release": { action: "keep", tagState: "any", tagPrefixes: ["v", "production"] },
    };
    const said = say(meant).split("\n");
    expect(said.filter((line) => line.includes("tagState"))).toHaveLength(2);
  });

  it("needs no digest where a tag cannot move and only untagged images go", () => {
    const policies = { ...GOOD };
    delete (policies as Record<string, unknown>)["delete-dev-builds"];
    expect(say(policies, { immutableTags: true, inUse: {} })).toBe("");
  });

  it("lets a repository of another format than docker delete nothing", () => {
    expect(say({}, { format: "npm" })).toBe("");
  });
});

describe("covers", () => {
  const old = { action: "delete", tagPrefixes: ["dev-"], olderThanDays: 30 } as const;
  it.each([
    [{ action: "keep" }, true],
    [{ action: "keep", tagState: "tagged" }, true],
    [{ action: "keep", tagState: "untagged" }, false],
    [{ action: "keep", tagPrefixes: ["dev-main-"] }, false],
    [{ action: "keep", tagPrefixes: ["d", "v"] }, true],
    [{ action: "keep", newerThanDays: 60 }, false],
    [{ action: "keep", olderThanDays: 20 }, true],
    [{ action: "keep", packagePrefixes: ["api"] }, false],
  ] as const)("%j covers old dev builds: %s", (keep, expected) => {
    expect(covers(keep, old)).toBe(expected);
  });
});

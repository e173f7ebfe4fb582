import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withInUse } from "./cleanup-policy.ts";
import {
  type CleanupPolicies,
  DEFAULTS,
  lintCleanup,
  reachableDigests,
  type StoredVersion,
  simulateCleanup,
} from "./index.ts";

const digest = (n: number) => `sha256:${n.toString(16).padStart(64, "0")}`;

/** An image by its tags and age; older ones have lower digests. */
const image = (n: number, ageDays: number, ...tags: string[]): StoredVersion => ({
  package: "api",
  digest: digest(n),
  tags,
  ageDays,
});

const gone = (policies: CleanupPolicies, versions: readonly StoredVersion[]) =>
  simulateCleanup(policies, versions).deleted.map((version) => version.ageDays);

describe("what the service does", () => {
  const versions = [image(1, 90, "v1"), image(2, 60, "dev-a"), image(3, 40), image(4, 3, "dev-b")];

  it("deletes nothing with keep policies alone", () => {
    expect(gone({ k: { action: "keep", tagPrefixes: ["v"] } }, versions)).toEqual([]);
  });

  it("keeps what a keep and a delete policy both choose", () => {
    const all = { action: "delete", olderThanDays: 10 } as const;
    expect(gone({ all }, versions)).toEqual([90, 60, 40]);
    expect(gone({ all, k: { action: "keep", tagPrefixes: ["v"] } }, versions)).toEqual([60, 40]);
  });

  it("ignores prefixes in the state any: two policies that look right never delete", () => {
    const asMeant: CleanupPolicies = {
      dev: { action: "delete", tagPrefixes: ["dev-"], olderThanDays: 30 },
      release: { action: "keep", tagPrefixes: ["v", "production", "latest"] },
    };
    const asWritten: CleanupPolicies = {
      dev: { ...asMeant["dev"]!, tagState: "any" } as never,
      release: { ...asMeant["release"]!, tagState: "any" } as never,
    };
    expect(gone(asMeant, versions)).toEqual([60]);
    expect(gone(asWritten, versions)).toEqual([]);
  });

  it("takes the running image of an environment that was quiet, without a keep of the recent", () => {
    const quiet = [image(1, 45, "dev-running")];
    const { "keep-recent": recent, ...rest } = DEFAULTS.cleanup.dev;
    expect(gone(rest, quiet)).toEqual([45]);
    expect(gone({ ...rest, "keep-recent": recent! }, quiet)).toEqual([]);
  });

  it("takes the running image behind many newer builds, unless it is in use", () => {
    const busy = [
      image(0, 45, "dev-run", "in-use-dev"),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => image(n, 1, `dev-${n}`)),
    ];
    expect(gone(DEFAULTS.cleanup.dev, busy)).toEqual([45]);
    expect(gone(withInUse(DEFAULTS.cleanup.dev, { tags: ["in-use-dev"] }), busy)).toEqual([]);
    expect(gone(withInUse(DEFAULTS.cleanup.dev, { digests: [digest(0)] }), busy)).toEqual([]);
  });

  it("deletes a package whole where only its name is asked for", () => {
    expect(gone({ p: { action: "delete", packagePrefixes: ["ap"] } }, versions)).toHaveLength(4);
  });

  it("matches a prefix, not a word: v keeps vendor-test as well", () => {
    const policies: CleanupPolicies = {
      all: { action: "delete", olderThanDays: 1 },
      v: { action: "keep", tagPrefixes: ["v"] },
    };
    expect(gone(policies, [image(1, 9, "vendor-test"), image(2, 8, "w1")])).toEqual([8]);
  });

  it("counts the most recent of each package by itself", () => {
    const two = [image(1, 9), image(2, 8), { ...image(3, 7), package: "web" }];
    const policies: CleanupPolicies = {
      all: { action: "delete", olderThanDays: 1 },
      recent: { action: "keep", mostRecent: 1 },
    };
    expect(gone(policies, two)).toEqual([9]);
  });

  it("tells which kept image would lose a platform", () => {
    const platform = image(1, 60);
    const index = { ...image(2, 60, "v1"), platforms: [platform.digest] };
    const { broken } = simulateCleanup(DEFAULTS.cleanup.prod, [
      platform,
      index,
      ...Array.from({ length: 20 }, (_, n) => image(n + 10, 1, `v${n}`)),
    ]);
    expect(broken).toEqual([index]);
  });
});

describe("what is deployed", () => {
  const tag = fc.constantFrom("dev-a", "dev-b", "in-use-dev", "v1", "vendor", "latest");
  const version = (n: number) =>
    fc.record({
      package: fc.constantFrom("api", "web"),
      digest: fc.constant(digest(n)),
      tags: fc.uniqueArray(tag, { maxLength: 3 }),
      ageDays: fc.integer({ min: 0, max: 400 }),
      platforms: fc.uniqueArray(fc.integer({ min: 0, max: 14 }).map(digest), { maxLength: 2 }),
    });
  const versions = fc.tuple(...Array.from({ length: 15 }, (_, n) => version(n)));
  const prefixes = fc.option(
    fc.uniqueArray(fc.constantFrom("dev-", "v-", "in-use-"), { minLength: 1 }),
    { nil: undefined },
  );
  const deletion = fc.record({
    action: fc.constant("delete" as const),
    tagPrefixes: prefixes,
    olderThanDays: fc.integer({ min: 1, max: 90 }),
  });
  const policies = fc
    .dictionary(fc.stringMatching(/^d[a-z]{2,6}$/), deletion, { minKeys: 1, maxKeys: 4 })
    .map(
      (drawn): CleanupPolicies => ({ ...drawn, "keep-recent": { action: "keep", mostRecent: 2 } }),
    );
  const deployed = fc.uniqueArray(fc.integer({ min: 0, max: 14 }).map(digest), {
    minLength: 1,
    maxLength: 4,
  });

  it("is never selected, nor a platform of it, whatever policies pass the linter", () => {
    fc.assert(
      fc.property(policies, versions, deployed, (drawn, stored, running) => {
        const inUse = { digests: reachableDigests(running, stored), tags: ["in-use-dev"] };
        const context = { format: "docker", immutableTags: false, rollbackDays: 1, inUse } as const;
        fc.pre(lintCleanup(drawn, context).every((finding) => !finding));
        const outcome = simulateCleanup(withInUse(drawn, inUse), stored);
        const lost = outcome.deleted.filter(
          ({ digest: name, tags }) => inUse.digests.includes(name) || tags.includes("in-use-dev"),
        );
        expect(lost).toEqual([]);
        expect(outcome.broken.filter(({ digest: name }) => running.includes(name))).toEqual([]);
      }),
    );
  });

  it("is never less kept by one more keep policy", () => {
    const keep = fc.record({ action: fc.constant("keep" as const), tagPrefixes: prefixes });
    fc.assert(
      fc.property(policies, keep, versions, (drawn, more, stored) => {
        const before = simulateCleanup(drawn, stored).deleted;
        const after = simulateCleanup({ ...drawn, more }, stored).deleted;
        expect(after.filter((one) => !before.includes(one))).toEqual([]);
      }),
    );
  });

  it("would be lost now and then without inUse: the property can fail", () => {
    const found = fc.check(
      fc.property(policies, versions, deployed, (drawn, stored, running) =>
        simulateCleanup(drawn, stored).deleted.every(({ digest: name }) => !running.includes(name)),
      ),
    );
    expect(found.failed).toBe(true);
  });
});

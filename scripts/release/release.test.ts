import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GithubStandIn } from "../comment/testing/github-stand-in.ts";
import { notesOf } from "./notes.ts";
import { releaseTag } from "./release.ts";

const CHANGELOG = `# Changelog

## Unreleased

Soon.

## v1.1.0, 2026-11-21

Databases are kept for 30 days.

### What to do

Nothing.

## v1.0.0

First.
`;

describe("the notes of a version", () => {
  it("are its section of the changelog", () => {
    expect(notesOf(CHANGELOG, "v1.1.0")).toBe(
      "Databases are kept for 30 days.\n\n### What to do\n\nNothing.",
    );
    expect(notesOf(CHANGELOG, "v1.0.0")).toBe("First.");
  });

  it("must be written before there is a release", () => {
    expect(() => notesOf(CHANGELOG, "v1.1")).toThrow(
      'CHANGELOG.md has nothing to say of v1.1 (it speaks of Unreleased, v1.1.0, v1.0.0): write what changes in an operator\'s plan below "## v1.1", commit it, and move the tag there',
    );
  });
});

describe("a release", () => {
  const server = new GithubStandIn();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it("is made once, and its notes follow the changelog", async () => {
    const releasing = (notes: string) =>
      releaseTag(
        {
          ...{ api: server.api, token: "t", second: 1, paced: false, talk: () => {} },
          now: () => new Date("2026-11-21T14:00:00Z"),
        },
        { owner: "acme", repo: "infrastructure", tag: "v1.0.0", notes },
      );
    const outcomes = [await releasing("One."), await releasing("One."), await releasing("Two.")];
    expect(outcomes).toEqual(["released", "equal", "notes updated"]);
    expect(server.releases).toMatchObject([{ tag_name: "v1.0.0", body: "Two." }]);
    expect(server.writes).toEqual(["POST", "PATCH"]);
  });
});

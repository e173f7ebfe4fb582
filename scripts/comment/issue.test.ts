import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepIssue } from "./issue.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";

const server = new GithubStandIn();

const keep = (body?: string, key = "drift-prod") =>
  keepIssue(
    {
      ...{ api: server.api, token: "t", second: 1, paced: false, talk: () => {} },
      now: () => new Date("2026-11-21T14:00:00Z"),
    },
    {
      ...{ owner: "acme", repo: "infrastructure", key, title: `Drift in ${key.slice(6)}` },
      ...(body !== undefined && { body }),
    },
  );

describe("the issue of a matter", () => {
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it("is opened, kept up to date, closed, opened again, and never written for nothing", async () => {
    const outcomes = [
      await keep(),
      await keep("one thing drifted"),
      await keep("one thing drifted"),
      await keep("two things drifted"),
      await keep(),
      await keep(),
      await keep("three things drifted"),
    ];
    expect(outcomes).toEqual([
      "nothing",
      "opened",
      "equal",
      "updated",
      "closed",
      "nothing",
      "reopened",
    ]);
    expect(server.writes).toEqual(["POST", "PATCH", "PATCH", "PATCH"]);
    expect(server.issues).toHaveLength(1);
    expect(server.issues[0]).toMatchObject({ title: "Drift in prod", state: "open" });
    expect(server.issues[0]?.body).toMatch(/^<!-- groundplan issue [0-9a-f]{16} -->\nthree things/);
  });

  it("is another one for another matter, and nobody else's", async () => {
    const body = server.issues[0]!.body;
    server.issues.push({ number: 9, title: "mine", body, state: "open", login: "mallory" });
    expect(await keep("something", "drift-dev")).toBe("opened");
    expect(await keep("three things drifted")).toBe("equal");
  });
});

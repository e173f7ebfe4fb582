import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SetReview } from "../review/set/set.ts";
import type { Verdict } from "../review/stack/verdict.ts";
import { githubForge } from "./github.ts";
import { gitlabForge } from "./gitlab.ts";
import { keepLabels, type Label, labelsOf } from "./labels.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";
import { GitlabStandIn } from "./testing/gitlab-stand-in.ts";
import { resultFor } from "./testing/results.ts";

/** A review of stacks with these verdicts, by environment. */
function reviewOf(environments: Readonly<Record<string, readonly Verdict[]>>): SetReview {
  const review = resultFor("dev").review!;
  const stacks = Object.entries(environments).flatMap(([environment, verdicts]) =>
    verdicts.map((verdict) => ({ ...review.stacks[0]!, environment, verdict })),
  );
  return { ...review, stacks };
}

describe("the labels of a request", () => {
  it("tell the worst that would happen to each environment", () => {
    const review = reviewOf({
      prod: ["updates", "destroys data", "no changes"],
      dev: ["state only", "not planned"],
      shared: ["no changes"],
    });
    expect(labelsOf(review, "groundplan")).toEqual([
      { name: "groundplan dev: state only", colour: "1d76db" },
      { name: "groundplan prod: destroys", colour: "b60205" },
      { name: "groundplan shared: no changes", colour: "ededed" },
    ]);
  });
});

const WANTED: readonly Label[] = [{ name: "groundplan prod: destroys", colour: "b60205" }];
const OLD = ["groundplan prod: no changes", "bug", "groundplan prod: talk", "other prod: destroys"];
const NEW = ["bug", "groundplan prod: talk", "other prod: destroys", "groundplan prod: destroys"];
const waits: number[] = [];
const world = {
  talk: () => {},
  sleep: async (ms: number) => {
    waits.push(ms);
  },
};

describe("a label of an environment with a long name", () => {
  it("fits, and still says what would happen", () => {
    const [label] = labelsOf(reviewOf({ ["long-".repeat(12)]: ["broadens access"] }), "groundplan");
    expect(label!.name).toBe("groundplan long-long-long-long-lo: broadens access");
    expect(label!.name).toHaveLength(50);
  });
});

describe("labelling on GitHub", () => {
  const server = new GithubStandIn();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(() => {
    server.reset();
    server.labels = [...OLD];
    server.colours.clear();
  });
  const keep = () => {
    const access = { api: server.api, token: "t", now: () => new Date(), talk: () => {} };
    const request = { owner: "acme", repo: "infrastructure", number: 7 };
    const forge = githubForge({ ...access, paced: false, second: 1 }, request);
    return keepLabels(forge, WANTED, "groundplan", world);
  };

  it("replaces what is ours, leaves what is not, and writes nothing the second time", async () => {
    await keep();
    expect(server.labels).toEqual(NEW);
    expect(server.colours.get("groundplan prod: destroys")).toBe("b60205");
    const before = server.writes.length;
    await keep();
    expect(server.writes).toHaveLength(before);
  });

  it("adds a label that it may not paint, or that stands there already", async () => {
    server.faults.push({ on: /^POST .*infrastructure\/labels$/, times: 1, status: 403 });
    await keep();
    expect(server.labels).toContain("groundplan prod: destroys");
    server.labels = [];
    server.colours.set("groundplan prod: destroys", "123456");
    await keep();
    expect(server.labels).toEqual(["groundplan prod: destroys"]);
    expect(server.colours.get("groundplan prod: destroys")).toBe("123456");
  });

  it("looks again after a trouble of the server, and goes on from there", async () => {
    server.faults.push({ on: /^POST .*issues\/7\/labels/, times: 1, status: 502, done: true });
    await keep();
    expect(server.labels.filter((name) => name === "groundplan prod: destroys")).toHaveLength(1);
    expect(waits.length).toBeGreaterThan(0);
  });

  it("passes over a label that somebody took away meanwhile", async () => {
    const gone = { on: /^DELETE/, times: 1, status: 404 };
    server.faults.push(gone);
    await keep();
    expect(server.labels).toContain("groundplan prod: destroys");
  });

  it("says a refusal as it is", async () => {
    const message = "Resource not accessible by integration";
    server.faults.push({ on: /^DELETE/, times: 1, status: 403, message });
    await expect(keep()).rejects.toThrow(
      /^GitHub did not take the labels of pull request 7: 403, Resource not accessible by integration/,
    );
  });
});

describe("labelling on GitLab", () => {
  const server = new GitlabStandIn();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it("replaces what is ours and leaves what is not", async () => {
    server.labels = [...OLD];
    const at = { api: server.api, token: "t", project: "acme/infrastructure", number: 7 };
    const forge = gitlabForge({ ...at, now: () => new Date(), ...world });
    await keepLabels(forge, WANTED, "groundplan", world);
    expect(server.labels).toEqual(NEW);
  });
});

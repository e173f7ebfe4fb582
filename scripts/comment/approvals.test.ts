import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dismissApprovals } from "./approvals.ts";
import { githubForge } from "./github.ts";
import type { Marker } from "./marker.ts";
import { post } from "./post.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";
import { bodyOf, SECOND } from "./testing/markers.ts";

const server = new GithubStandIn();
const world = { talk: () => {}, sleep: async () => {} };
const forge = () =>
  githubForge(
    { ...world, api: server.api, token: "t", now: () => new Date(), second: 1, paced: false },
    { owner: "acme", repo: "infrastructure", number: 7 },
  );

const PLAN = { dev: "9f".repeat(32) };
const OTHER = { dev: "ab".repeat(32) };

/** Posts, and says whether the plan is another one than whoever approved has seen. */
async function another(marker: Partial<Marker>): Promise<boolean> {
  const compose = () => bodyOf(`the plan ${JSON.stringify(marker)}`, marker);
  return (await post({ ...world, forge: forge(), compose })).another;
}

describe("a plan on a request that somebody has approved", () => {
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  afterEach(() => {
    server.reset();
    server.reviews.length = 0;
  });

  it("is another one the first time, with other digests, and at another commit", async () => {
    expect(await another({ sets: PLAN })).toBe(true);
    expect(await another({ run: "101", at: "2026-11-21T15:00:00Z", sets: OTHER })).toBe(true);
    server.head = SECOND;
    const next = { run: "102", at: "2026-11-21T16:00:00Z", head: SECOND, sets: OTHER };
    expect(await another(next)).toBe(true);
  });

  it("is the same with equal digests, also after the words that it is being planned again", async () => {
    await another({ sets: PLAN });
    const next = { run: "101", at: "2026-11-21T15:00:00Z", sets: PLAN };
    expect(await another({ ...next, state: "planning" })).toBe(false);
    expect(await another(next)).toBe(false);
  });

  it("is no matter where nothing is to be applied, or where an older run would tell it", async () => {
    expect(await another({ sets: {} })).toBe(false);
    await another({ run: "101", at: "2026-11-21T15:00:00Z", sets: PLAN });
    expect(await another({ sets: OTHER })).toBe(false);
  });

  it("is another one though the answer to the write was lost", async () => {
    const lost = { on: /^POST .*comments/, times: 1, status: 502, done: true };
    server.faults.push(lost);
    expect(await another({ sets: PLAN })).toBe(true);
  });

  it("takes their approvals back and nothing else, and tells them why", async () => {
    server.approve("kim");
    server.approve("lee");
    server.reviews.push({ id: 3, state: "CHANGES_REQUESTED", user: { login: "ann" } });
    expect(await dismissApprovals(forge(), world)).toEqual(["kim", "lee"]);
    expect(server.reviews.map(({ state }) => state)).toEqual([
      "DISMISSED",
      "DISMISSED",
      "CHANGES_REQUESTED",
    ]);
    expect(server.reviews[0]!.why).toBe(
      "The plan is another one than the one that was approved. Look at it in the comment, and approve that.",
    );
    expect(await dismissApprovals(forge(), world)).toEqual([]);
  });

  it("says so where it may not take them back", async () => {
    server.approve("kim");
    const message = "Resource not accessible by integration";
    server.faults.push({ on: /^PUT .*dismissals/, times: 1, status: 403, message });
    await expect(dismissApprovals(forge(), world)).rejects.toThrow(
      /^GitHub did not dismiss an approval of pull request 7: 403, Resource not accessible/,
    );
  });
});

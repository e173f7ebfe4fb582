import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { failureOf } from "../handover/testing/sets.ts";
import type { Forge } from "./forge.ts";
import { githubForge } from "./github.ts";
import { gitlabForge } from "./gitlab.ts";
import type { Marker } from "./marker.ts";
import { type Posted, post } from "./post.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";
import { GitlabStandIn } from "./testing/gitlab-stand-in.ts";
import { bodyOf, SECOND } from "./testing/markers.ts";
import type { StandIn } from "./testing/stand-in.ts";

const waits: number[] = [];
const said: string[] = [];
const world = {
  now: () => new Date("2026-11-21T14:00:00Z"),
  talk: (text: string) => said.push(text),
  sleep: async (ms: number) => {
    waits.push(ms);
  },
};

const FORGES: [string, StandIn, (api: string) => Forge, write: RegExp][] = [
  [
    "GitHub",
    new GithubStandIn(),
    (api) =>
      githubForge(
        { ...world, api, token: "t", second: 1, paced: false },
        { owner: "acme", repo: "infrastructure", number: 7 },
      ),
    /^(POST|PATCH) .*comments/,
  ],
  [
    "GitLab",
    new GitlabStandIn(),
    (api) => gitlabForge({ ...world, api, token: "t", project: "acme/infrastructure", number: 7 }),
    /^(POST|PUT) .*notes/,
  ],
];

describe.each(FORGES)("a comment on %s", (_, server, forge, write) => {
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  afterEach(() => {
    server.reset();
    waits.length = 0;
    said.length = 0;
  });

  const posting = (text: string, marker: Partial<Marker> = {}): Promise<Posted> =>
    post({ ...world, forge: forge(server.api), compose: () => bodyOf(text, marker) });

  const bodies = () => server.comments.map(({ body }) => body);

  it("is created once, and not written again while it is the same", async () => {
    const quiet = { edited: false, another: false, removed: 0 };
    expect(await posting("one")).toEqual({ outcome: "created", ...quiet });
    expect(await posting("one", { attempt: 2 })).toEqual({ outcome: "equal", ...quiet });
    expect(bodies()).toEqual([bodyOf("one")]);
    expect(server.writes).toEqual(["POST"]);
  });

  it("is updated in place, by whichever page of comments it stands on", async () => {
    for (let at = 0; at < 130; at++) server.add(`nothing of ours ${at}`, "somebody");
    const { id } = server.add(bodyOf("one"));
    for (let at = 0; at < 80; at++) server.add(`nothing of ours ${at}`, "somebody");
    const later = { run: "101", at: "2026-11-21T14:05:00.000Z" };
    expect((await posting("two", later)).outcome).toBe("updated");
    expect(server.comments.find((each) => each.id === id)?.body).toBe(bodyOf("two", later));
    expect(server.writes).toHaveLength(1);
  });

  it("by somebody else is left alone, even with our marker", async () => {
    server.add(bodyOf("forged"), "mallory");
    expect((await posting("one")).outcome).toBe("created");
    expect(bodies()).toEqual([bodyOf("forged"), bodyOf("one")]);
  });

  it("of another estate or request is left alone", async () => {
    server.add(bodyOf("other", { app: "other" }));
    server.add(bodyOf("other", { request: "8" }));
    expect((await posting("one")).outcome).toBe("created");
    expect(server.comments).toHaveLength(3);
  });

  it("of a newer run is not overwritten by an older one that ends later", async () => {
    server.add(bodyOf("newer", { run: "101", at: "2026-11-21T14:05:00.000Z" }));
    expect((await posting("older")).outcome).toBe("older");
    expect(server.writes).toEqual([]);
  });

  it("about the present head is not overwritten by a plan of another commit", async () => {
    server.head = SECOND;
    server.add(bodyOf("present", { head: SECOND, run: "99", at: "2026-11-21T13:00:00.000Z" }));
    expect((await posting("past")).outcome).toBe("older-head");
    expect(server.writes).toEqual([]);
  });

  it("that somebody edited tells the truth again, and it is said", async () => {
    const comment = server.add(bodyOf("one\n\ntwo"));
    comment.body = comment.body.replace("two", "all fine");
    expect(await posting("one\n\ntwo")).toMatchObject({ outcome: "updated", edited: true });
    expect(bodies()).toEqual([bodyOf("one\n\ntwo")]);
  });

  it("whose line ends a forge has changed is not taken for edited", async () => {
    server.add(bodyOf("one\ntwo").replaceAll("\n", "\r\n"));
    expect((await posting("one\ntwo")).outcome).toBe("equal");
  });

  it("that is deleted before it is written is made anew", async () => {
    server.add(bodyOf("one"));
    const meanwhile = () => server.comments.splice(0);
    server.faults.push({ on: /^(PATCH|PUT)/, times: 1, status: 0, meanwhile });
    const posted = await posting("two", { at: "2026-11-21T14:05:00.000Z", run: "101" });
    expect(posted.outcome).toBe("created");
    expect(server.comments).toHaveLength(1);
  });

  it("is the only one afterwards: older ones of ours go", async () => {
    server.add(bodyOf("one", { at: "2026-11-21T12:00:00.000Z", run: "98" }));
    server.add(bodyOf("two", { at: "2026-11-21T13:00:00.000Z", run: "99" }));
    expect(await posting("three")).toMatchObject({ outcome: "updated", removed: 1 });
    expect(bodies()).toEqual([bodyOf("three")]);
  });

  it("is not made twice when the answer is lost", async () => {
    server.faults.push({ on: write, times: 1, status: 502, done: true });
    expect((await posting("one")).outcome).toBe("equal");
    expect(bodies()).toEqual([bodyOf("one")]);
    expect(server.writes).toEqual(["POST"]);
  });

  it("is written later when the forge is in trouble, longer from time to time", async () => {
    server.faults.push({ on: write, times: 3, status: 503 });
    expect((await posting("one")).outcome).toBe("created");
    expect(waits).toEqual([2000, 4000, 8000, 3000]);
    expect(server.comments).toHaveLength(1);
  });

  it.each([
    ["429", 429, "Too Many Requests"],
    ["a secondary limit", 403, "You have exceeded a secondary rate limit. Please wait."],
  ])(
    "waits as long as %s asks, and then looks again before it writes",
    async (_, status, message) => {
      const newer = bodyOf("newer", { run: "101", at: "2026-11-21T14:05:00.000Z" });
      const headers = { "retry-after": "42" };
      const meanwhile = () => server.add(newer);
      server.faults.push({ on: write, times: 1, status, headers, message, meanwhile });
      expect((await posting("one")).outcome).toBe("older");
      expect(waits).toEqual([42_000]);
      expect(said[0]).toMatch(/; looking again in 42 s$/);
      expect(bodies()).toEqual([newer]);
    },
  );

  it("is not waited for longer than a quarter of an hour", async () => {
    server.faults.push({ on: write, times: 9, status: 429, headers: { "retry-after": "1000" } });
    expect(await failureOf(() => posting("one"))).toMatch(/did not take the (comment|note): 429/);
    expect(server.writes).toHaveLength(1);
  });

  it("is read again when reading fails, and read only then", async () => {
    server.faults.push({ on: /^GET/, times: 2, status: 502 });
    expect((await posting("one")).outcome).toBe("created");
    expect(server.writes).toEqual(["POST"]);
  });

  it("that may not be written says so at once", async () => {
    const message = "Resource not accessible by integration";
    server.faults.push({ on: write, times: 9, status: 403, message });
    expect(await failureOf(() => posting("one"))).toMatch(
      /^Git(Hub|Lab) did not take the (comment|note): 403, .*Resource not accessible by integration/,
    );
    expect(server.writes).toHaveLength(1);
  });

  it("that is too long is written shorter", async () => {
    server.limit = 20_000;
    const compose = (_: unknown, __: string, budget: number) =>
      bodyOf("ü".repeat(budget / 2 - 500));
    const { outcome } = await post({ ...world, forge: forge(server.api), compose });
    expect(outcome).toBe("created");
    expect([...bodies()[0]!].length).toBeLessThan(20_000);
  });

  it.each([
    ["makes one", () => server.add(bodyOf("older"))],
    [
      "writes over it",
      () => {
        server.comments[0]!.body = bodyOf("older");
      },
    ],
  ])(
    "of two runs at once is that of the newer one, when the older one, late, %s",
    async (_, late) => {
      const newer = bodyOf("newer", { run: "101", at: "2026-11-21T14:00:01.000Z" });
      // The older run had looked before the newer one wrote, and writes after it.
      const writes = [late];
      const sleep = async () => void writes.pop()?.();
      const { outcome } = await post({
        ...{ ...world, sleep, forge: forge(server.api), compose: () => newer },
      });
      expect(outcome).toBe("created");
      expect(bodies()).toEqual([newer]);
    },
  );
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { forgeOf } from "../forge-of.ts";
import { isUntouched, unmark } from "../marker.ts";
import type { Target } from "../place.ts";
import { GithubStandIn } from "../testing/github-stand-in.ts";
import { GitlabStandIn } from "../testing/gitlab-stand-in.ts";
import { bodyOf, FIRST, SECOND } from "../testing/markers.ts";
import { planText, record } from "../testing/plans.ts";
import type { StandIn } from "../testing/stand-in.ts";
import type { AppliedStacks } from "./applied-stacks.ts";
import { openRequests } from "./open-requests.ts";
import { type TellOptions, tellOthers } from "./tell.ts";

const waits: number[] = [];
const world = {
  talk: () => {},
  now: () => new Date("2026-11-21T16:00:00Z"),
  sleep: async (ms: number) => void waits.push(ms),
};

const LATE = "2026-11-21T15:00:00.000Z";
const APPLIED: AppliedStacks = {
  ...{ environment: "dev", commit: SECOND },
  stacks: { "dev-shop-api": LATE },
};

const github = new GithubStandIn();
const gitlab = new GitlabStandIn();
const FORGES: [string, StandIn, () => Target][] = [
  [
    "GitHub",
    github,
    () => ({ kind: "github", api: github.api, token: "t", owner: "acme", repo: "infrastructure" }),
  ],
  [
    "GitLab",
    gitlab,
    () => ({ kind: "gitlab", api: gitlab.api, token: "t", project: "acme/infrastructure" }),
  ],
];

describe.each(FORGES)("open requests on %s", (_, server, target) => {
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  afterEach(() => {
    server.reset();
    waits.length = 0;
    github.statuses.length = 0;
    gitlab.statuses.length = 0;
  });

  const tell = (rest: Partial<TellOptions> = {}) =>
    tellOthers({
      ...{ ...world, app: "groundplan", applied: [APPLIED], requests: ["7"], author: server.login },
      // One client a request, as slow as a test can wait for.
      forgeOf: (request) => forgeOf(target(), request, { ...world, paced: false, second: 1 }),
      ...{ statuses: false, dry: false, ...rest },
    });
  const said = (at = 0) => unmark(server.comments[at]!.body)!;
  const NOTHING = { told: [], stood: [], problems: [] };
  const plan = (...stacks: string[]) => planText(record(stacks, "2026-11-21T14:00:00Z"));

  it("say above their plan that it is out of date, once, and stay ours", async () => {
    server.add(bodyOf(plan("dev-shop-api")));
    const before = said();
    expect(await tell()).toEqual({ ...NOTHING, told: ["7"] });
    expect(said().text).toContain("`dev-shop-api` was applied at `bbbbbbbbbb` after this was");
    expect(said().text.endsWith(before.text)).toBe(true);
    expect(said().marker).toEqual({ ...before.marker, sum: said().marker.sum });
    expect(isUntouched(said())).toBe(true);
    const writes = server.writes.length;
    expect(await tell()).toEqual({ ...NOTHING, stood: ["7"] });
    expect(server.writes).toHaveLength(writes);
  });

  it("say of a second apply what is new besides what was said", async () => {
    server.add(bodyOf(plan("dev-shop-api", "prod-shop-api")));
    await tell();
    const prod = { environment: "prod", commit: FIRST, stacks: { "prod-shop-api": LATE } };
    await tell({ applied: [prod] });
    expect(said().text).toContain("`dev-shop-api` was applied at `bbbbbbbbbb`");
    expect(said().text).toContain("`prod-shop-api` was applied at `aaaaaaaaaa`");
  });

  it("are left alone without a plan of it, with a newer one, and where a plan is over", async () => {
    const newer = planText(record(["dev-shop-api"], "2026-11-21T15:30:00Z"));
    const bodies = [
      bodyOf("No plan", { state: "fork" }),
      bodyOf(plan("dev-shop-edge")),
      bodyOf(newer),
      bodyOf(plan("dev-shop-api"), { state: "applied" }),
      bodyOf(plan("dev-shop-api"), { app: "other" }),
      bodyOf(plan("dev-shop-api")).replace("## Plan", "## Nothing to see"),
      `${plan("dev-shop-api")}`,
    ];
    for (const body of bodies) {
      server.comments.length = 0;
      server.add(body);
      expect(await tell()).toEqual(NOTHING);
    }
    server.comments.length = 0;
    server.add(bodyOf(plan("dev-shop-api")), "mallory");
    expect(await tell()).toEqual(NOTHING);
    expect(server.writes).toEqual([]);
  });

  it("keep what was applied for a plan that is on its way, without a word", async () => {
    server.add(bodyOf("## Planning", { state: "planning" }));
    expect(await tell()).toEqual(NOTHING);
    expect(said().text).toContain("<!-- groundplan applied dev ");
    expect(said().text).not.toContain("CAUTION");
  });

  it("are told of with --dry-run, and not told", async () => {
    server.add(bodyOf(plan("dev-shop-api")));
    expect(await tell({ dry: true, statuses: true })).toEqual({ ...NOTHING, told: ["7"] });
    expect(server.writes).toEqual([]);
  });

  it("are all told, though one of them cannot be, and one is gone", async () => {
    server.neighbours.push({ number: 9, head: FIRST });
    server.add(bodyOf(plan("dev-shop-api")));
    server.add(bodyOf(plan("dev-shop-api"), { request: "9" }), server.login, 9);
    const on = /^(PATCH|PUT) /;
    server.faults.push({ on, times: 1, status: 403, message: "Issue is locked" });
    const { told, problems } = await tell({ requests: ["7", "8", "9"] });
    expect(told).toEqual(["9"]);
    expect(problems).toMatchObject([
      {
        request: "7",
        problem: expect.stringMatching(/did not take the new text .*: 403, .*locked/),
      },
    ]);
  });

  it("are told after limits and troubles that pass, and not asked for where they do not", async () => {
    server.add(bodyOf(plan("dev-shop-api")));
    const message = "You have exceeded a secondary rate limit";
    const headers = { "retry-after": "30" };
    server.faults.push({ on: /^(PATCH|PUT) /, times: 1, status: 403, headers, message });
    server.faults.push({ on: /^(PATCH|PUT) /, times: 1, status: 502, done: true });
    expect((await tell()).told).toEqual(["7"]);
    expect(waits).toContain(30_000);
    server.faults.push({ on: /^GET .*(comments|notes)/, times: 500, status: 503 });
    const { problems } = await tell({ requests: ["7", "8"] });
    expect(problems).toMatchObject([
      { request: "7", problem: expect.stringContaining("503") },
      { request: "8", problem: "not looked at" },
    ]);
  });

  it("get a status that is pending, until a newer plan has said its own", async () => {
    server.add(bodyOf(plan("dev-shop-api")));
    const reporter = forgeOf(target(), "7", { ...world, paced: false, second: 1 });
    const success = {
      context: "groundplan dev",
      state: "success",
      description: "creates",
    } as const;
    await reporter.report(FIRST, success, undefined);
    await tell({ statuses: true });
    expect((await reporter.statuses(FIRST))[0]).toEqual({
      ...{ context: "groundplan dev", state: "pending" },
      description: "out of date: dev-shop-api applied since; plan again",
    });
    // A newer plan of the same commit comes while the status is written.
    const newer = bodyOf(planText(record(["dev-shop-api"], "2026-11-21T15:30:00Z")), {
      run: "101",
    });
    await reporter.report(FIRST, success, undefined);
    const meanwhile = () => {
      server.comments[0]!.body = newer;
    };
    server.faults.push({ on: /^POST .*statuses/, times: 1, status: 0, meanwhile });
    await tell({ statuses: true });
    expect((await reporter.statuses(FIRST))[0]).toEqual(success);
  });

  it("are listed without those of forks, the last changed first, and not without end", async () => {
    for (let at = 0; at < 230; at++) {
      server.neighbours.push({ number: 100 + at, head: FIRST, fork: at % 2 === 1 });
    }
    const list = (most: number) =>
      openRequests(target(), { ...world, paced: false, second: 1 }, most);
    expect(await list(5)).toEqual({ numbers: ["7", "100", "102"], more: true });
    expect((await list(231)).numbers).toHaveLength(116);
    expect((await list(231)).more).toBe(false);
    expect((await list(230)).more).toBe(true);
  });
});

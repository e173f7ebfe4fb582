import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { githubForge } from "./github.ts";
import { joinResults } from "./join.ts";
import { keepStatuses, statusesOf } from "./statuses.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";
import { FIRST } from "./testing/markers.ts";
import { resultFor } from "./testing/results.ts";

const about = { head: FIRST, now: new Date("2026-11-21T15:00:00Z") };
const { review } = joinResults([resultFor("dev")], ["dev", "prod"], about);
const WANTED = statusesOf(review, "groundplan");

describe("statuses of a commit", () => {
  const server = new GithubStandIn();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  const waits: number[] = [];
  const world = { talk: () => {}, sleep: async (ms: number) => void waits.push(ms) };
  const keep = (wanted = WANTED) =>
    keepStatuses(
      githubForge(
        { ...world, api: server.api, token: "t", now: () => about.now, second: 1, paced: false },
        { owner: "acme", repo: "infrastructure", number: 7 },
      ),
      FIRST,
      { wanted, url: "https://github.com/acme/infra/actions/runs/100" },
      world,
    );

  it("tell what would happen to each environment, and which could not be planned", () => {
    expect(WANTED).toEqual([
      { context: "groundplan dev", state: "success", description: "creates: 1 create" },
      { context: "groundplan prod", state: "failure", description: "failed" },
    ]);
  });

  it("are there for an environment of which nothing is affected, since a merge may require them", () => {
    expect(statusesOf({ ...review, stacks: [] }, "groundplan", ["prod"])).toEqual([
      { context: "groundplan prod", state: "success", description: "nothing affected" },
    ]);
  });

  it("lead to the run, and are not written again while they are the same", async () => {
    await keep();
    const written = server.statuses.map(({ context, target_url }) => [context, target_url]);
    const url = "https://github.com/acme/infra/actions/runs/100";
    expect(written).toEqual([
      ["groundplan prod", url],
      ["groundplan dev", url],
    ]);
    await keep();
    expect(server.statuses).toHaveLength(2);
    const [dev] = WANTED;
    await keep([{ ...dev!, description: "destroys: 1 destroy" }]);
    expect(server.statuses[0]).toMatchObject({ description: "destroys: 1 destroy", sha: FIRST });
  });

  it("are looked at again after a trouble of the server, and written once", async () => {
    server.statuses.length = 0;
    server.faults.push({ on: /^POST .*statuses/, times: 1, status: 502, done: true });
    await keep();
    expect(server.statuses).toHaveLength(2);
    expect(waits.length).toBeGreaterThan(0);
  });
});

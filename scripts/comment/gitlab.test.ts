import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dismissApprovals } from "./approvals.ts";
import { gitlabForge } from "./gitlab.ts";
import { keepStatuses } from "./statuses.ts";
import { GitlabStandIn } from "./testing/gitlab-stand-in.ts";
import { FIRST } from "./testing/markers.ts";

const server = new GitlabStandIn();
const waits: number[] = [];
const world = { talk: () => {}, sleep: async (ms: number) => void waits.push(ms) };
const forge = () =>
  gitlabForge({
    ...{ ...world, api: server.api, token: "t", now: () => new Date() },
    ...{ project: "acme/infrastructure", number: 7 },
  });

beforeAll(() => server.start());
afterAll(() => server.stop());
afterEach(() => {
  server.reset();
  server.statuses.length = 0;
});

describe("statuses of a commit on GitLab", () => {
  const dev = { context: "groundplan dev", state: "failure", description: "failed" } as const;
  const url = "https://gitlab.com/acme/infrastructure/-/pipelines/100";
  const keep = (...wanted: Parameters<typeof keepStatuses>[2]["wanted"][number][]) =>
    keepStatuses(forge(), FIRST, { wanted, url }, world);

  it("are those of GitHub in GitLab's words, and are not written again while they are the same", async () => {
    await keep(dev);
    await keep(dev);
    expect(server.statuses).toEqual([
      {
        ...{ id: 1, sha: FIRST, name: "groundplan dev", status: "failed", target_url: url },
        description: "failed",
      },
    ]);
    await keep({ ...dev, state: "success", description: "creates" });
    expect((await forge().statuses(FIRST)).map(({ state }) => state)).toEqual([
      "success",
      "failure",
    ]);
  });

  it("that wait already are not refused for waiting with other words", async () => {
    await keep({ ...dev, state: "pending" });
    await keep({ ...dev, state: "pending", description: "out of date" });
    expect(server.statuses).toHaveLength(1);
    const message = "Cannot transition status via :drop from :canceled";
    server.faults.push({ on: /^POST/, times: 1, status: 400, message });
    await expect(keep(dev)).rejects.toThrow(`GitLab did not take a status of ${FIRST}: 400`);
  });

  it("are looked at again after a trouble of the server, and written once", async () => {
    server.faults.push({ on: /^POST/, times: 1, status: 502, done: true });
    await keep(dev);
    expect(server.statuses).toHaveLength(1);
    expect(waits.length).toBeGreaterThan(0);
  });
});

describe("approvals on GitLab", () => {
  it("are taken back all at once", async () => {
    server.approvers = ["kim", "lee"];
    expect(await dismissApprovals(forge(), world)).toEqual(["kim", "lee"]);
    expect(server.approvers).toEqual([]);
    const before = server.requests.length;
    expect(await dismissApprovals(forge(), world)).toEqual([]);
    expect(server.requests.slice(before)).toEqual([
      "GET /projects/acme%2Finfrastructure/merge_requests/7/approvals",
    ]);
  });

  it("stay where the token is that of a person, with the word whose it must be", async () => {
    server.approvers = ["kim"];
    server.faults.push({
      on: /reset_approvals/,
      times: 1,
      status: 401,
      message: "401 Unauthorized",
    });
    await expect(dismissApprovals(forge(), world)).rejects.toThrow(
      /^GitLab did not take back the approvals of merge request 7: 401, .*; only the token of a project's or a group's bot may, from GitLab 15.4 on$/,
    );
  });
});

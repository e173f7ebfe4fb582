import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from "vitest";
import { GithubStandIn } from "../comment/testing/github-stand-in.ts";
import { bodyOf, FIRST, SECOND } from "../comment/testing/markers.ts";
import { locate } from "./locate.ts";
import { locateFor } from "./locate-for.ts";
import { failureOf } from "./testing/sets.ts";

const server = new GithubStandIn();
const MERGED = "c".repeat(40);
const SETS = { dev: "9f".repeat(32), prod: "ab".repeat(32) };
const REPO = "/repos/acme/infrastructure";

const RUN = {
  path: ".github/workflows/pull-request.yml",
  head_sha: FIRST,
  event: "pull_request",
  head_repository: { full_name: "acme/infrastructure" },
};

const looking = (rest: { readonly before?: string } = {}) =>
  locate({
    ...rest,
    ...{ api: server.api, token: "t", second: 1, paced: false },
    ...{ owner: "acme", repo: "infrastructure", merged: MERGED, app: "groundplan" },
    workflow: ".github/workflows/pull-request.yml",
    now: () => new Date("2026-11-21T14:00:00Z"),
    talk: () => {},
  });

const CURE =
  "nothing is applied; plan what is on the branch, and have that approved: start the workflow Apply by hand";
const NOT = `the plan of ${MERGED} cannot be applied as reviewed in pull request 7`;

describe("what was reviewed of a merged commit", () => {
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(() => {
    const request = {
      number: 7,
      merged_at: "2026-11-21",
      merge_commit_sha: MERGED,
      head: { sha: FIRST },
    };
    server.others.set(`${REPO}/commits/${MERGED}/pulls`, [request]);
    server.others.set(`${REPO}/actions/runs/100`, RUN);
  });
  afterEach(() => {
    server.reset();
    server.others.clear();
  });

  it("is found by its pull request, our comment there, and the run that it names", async () => {
    server.add(bodyOf("forged", { run: "666", sets: { prod: "00".repeat(32) } }), "mallory");
    server.add(bodyOf("the plan", { sets: SETS }));
    expect(await looking()).toEqual({ request: "7", commit: FIRST, run: "100", sets: SETS });
  });

  it("does not exist for a commit that was pushed without a pull request", async () => {
    server.others.set(`${REPO}/commits/${MERGED}/pulls`, []);
    expect(await failureOf(() => looking())).toBe(
      `no plan of ${MERGED} was reviewed:\n  - it was not merged from a pull request\n${CURE}`,
    );
  });

  it("does not exist where nobody but others wrote a plan", async () => {
    server.add(bodyOf("forged", { sets: SETS }), "mallory");
    expect(await failureOf(() => looking())).toBe(
      `${NOT}:\n  - it has no comment of github-actions[bot] with a plan\n${CURE}`,
    );
  });

  it("is refused when the comment was edited, is not a plan or is of another commit", async () => {
    const body = bodyOf("planning", { state: "planning", head: SECOND });
    server.add(`${body} and more`);
    expect(await failureOf(() => looking())).toBe(`${NOT}:
  - its comment was changed by somebody else
  - its comment says planning, not planned
  - its comment is about ${SECOND}, and its head is ${FIRST}
${CURE}`);
  });

  it("is refused when the run is not the one that plans pull requests, of that head", async () => {
    server.add(bodyOf("the plan", { sets: SETS }));
    server.others.set(`${REPO}/actions/runs/100`, {
      path: ".github/workflows/mine.yml@refs/heads/x",
      head_sha: SECOND,
      event: "workflow_dispatch",
      head_repository: { full_name: "mallory/infrastructure" },
    });
    expect(await failureOf(() => looking())).toBe(`${NOT}:
  - run 100 is of .github/workflows/mine.yml, not of .github/workflows/pull-request.yml
  - run 100 planned ${SECOND}, not its head ${FIRST}
  - run 100 was started by workflow_dispatch
  - run 100 is of a fork, mallory/infrastructure
${CURE}`);
  });

  describe("in a push that merged several", () => {
    const before = "b".repeat(40);
    const other = "d".repeat(40);
    const closed = (sha: string) => {
      const commits = [{ sha: other }, { sha: MERGED }];
      server.others.set(`${REPO}/compare/${before}...${MERGED}`, { commits });
      const merged = { merged_at: "2026-11-21", number: 6, merge_commit_sha: sha };
      const own = { merged_at: "2026-11-21", number: 7, merge_commit_sha: MERGED };
      server.others.set(`${REPO}/pulls`, [own, merged, { ...merged, number: 5, merged_at: null }]);
      server.add(bodyOf("the plan", { sets: SETS }));
    };

    it("is refused, for nobody would apply the plan of the others", async () => {
      closed(other);
      expect(await failureOf(() => looking({ before }))).toBe(
        `${NOT}:\n  - pull request 6 was merged in the same push, and this would not apply its plan\n${CURE}`,
      );
    });

    it("is found where the others were merged at another time", async () => {
      closed("e".repeat(40));
      expect((await looking({ before })).run).toBe("100");
    });

    it("is looked for from where the branch stood before, as GitHub tells it", async () => {
      closed(other);
      const event = join(tmpdir(), `groundplan-event-${process.pid}.json`);
      onTestFinished(() => rmSync(event, { force: true }));
      const env = {
        ...{ GITHUB_RUN_ID: "9", GITHUB_REPOSITORY: "acme/infrastructure", GITHUB_TOKEN: "t" },
        ...{ GITHUB_API_URL: server.api, GITHUB_EVENT_PATH: event },
      };
      const find = () =>
        locateFor(
          env,
          MERGED,
          RUN.path,
          () => {},
          () => new Date("2026-11-21T14:00:00Z"),
        );
      writeFileSync(event, JSON.stringify({ before }));
      expect(await failureOf(find)).toContain("pull request 6 was merged in the same push");
      writeFileSync(event, JSON.stringify({ before: "0".repeat(40) }));
      expect((await find()).run).toBe("100");
    });
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestProject } from "../../rehearsal/run/testing/project.ts";
import { prepareComment, previewComment } from "../comment.ts";
import { unmark } from "../marker.ts";
import { GithubStandIn } from "../testing/github-stand-in.ts";
import { FIRST, SECOND } from "../testing/markers.ts";
import { ended, reportOf } from "../testing/reports.ts";
import { resultFor } from "../testing/results.ts";

const RUN = "https://github.com/acme/infrastructure/actions/runs/100";

describe("infra outdated", () => {
  const server = new GithubStandIn();
  let project: TestProject;
  let env: Record<string, string>;
  const at = (name: string) => join(project.root, name);
  const infra = (...args: string[]) => project.infra(args, env);
  beforeAll(async () => {
    await server.start();
    project = new TestProject({});
    env = {
      ...server.job,
      GITHUB_SHA: SECOND,
      GITHUB_STEP_SUMMARY: at("summary.md"),
      GITHUB_TOKEN: "token-of-the-job",
    };
    writeFileSync(at("dev.json"), JSON.stringify(resultFor("dev")));
    const applied = ended("dev-shop-api", "applied", { at: "2026-11-21T15:00:00.000Z" });
    writeFileSync(at("report-dev.json"), JSON.stringify(reportOf(applied)));
    writeFileSync(at("quiet.json"), JSON.stringify(reportOf(ended("dev-shop-api", "unchanged"))));
  });
  afterAll(async () => {
    project.remove();
    await server.stop();
  });
  const text = () => unmark(server.comments[0]!.body)!.text;

  it("tells a request once, with its status, in the words of the summary", async () => {
    const place = { run: "100", attempt: 1, runUrl: RUN };
    const wish = { app: "groundplan", request: "7", head: FIRST, place, sources: [at("dev.json")] };
    const prepared = prepareComment({ ...wish, expected: [], applied: {}, now: new Date(0) });
    server.add(previewComment(prepared));
    const told = "Looked at 1 open requests.\nTold that their plan is out of date: 7.\n";
    const outdated = await infra("outdated", "report-dev.json", "--statuses");
    expect(outdated).toEqual({ code: 0, stderr: "", stdout: told });
    expect(readFileSync(at("summary.md"), "utf8")).toBe(told);
    expect(text()).toMatch(/^<!-- groundplan applied dev b{40} /);
    expect(server.statuses).toMatchObject([
      {
        ...{ context: "groundplan dev", state: "pending", sha: FIRST },
        target_url: RUN,
      },
    ]);
    const again = await infra("outdated", "report-dev.json", "--statuses", "--json");
    expect(JSON.parse(again.stdout)).toEqual({
      ...{ told: [], stood: ["7"], problems: [], looked: 1, more: false },
    });
  });

  it("is not unsaid when the job that commented is run once more", async () => {
    const job = ["--request", "7", "--head", FIRST, "--statuses"];
    await infra("comment", "dev.json", ...job);
    expect(text()).toContain("**Out of date**");
    expect(server.statuses).toMatchObject([{ state: "pending" }]);
  });

  it("asks for nothing where nothing was applied", async () => {
    const before = server.requests.length;
    expect((await infra("outdated", "quiet.json")).stdout).toBe("nothing was applied\n");
    expect(server.requests).toHaveLength(before);
  });

  it("says of a report that cannot be read that nobody is told of it, and ends with 1", async () => {
    writeFileSync(at("cut.json"), '{"stacks":');
    const { code, stdout, stderr } = await infra("outdated", "cut.json", "report-dev.json");
    expect([code, stdout]).toEqual([1, "Looked at 1 open requests.\nSaid so already: 7.\n"]);
    expect(stderr).toBe(
      `infra: ${at("cut.json")} is no report of infra apply --json: nobody is told of it; look at the log of the apply, and at the plans of its stacks\n`,
    );
  });

  it("says what it lacks before it asks for anything", async () => {
    const before = server.requests.length;
    const short = await infra("outdated", "report-dev.json", "--commit", "main");
    expect([short.code, short.stderr]).toEqual([
      2,
      "infra: infra outdated wants --commit <sha>, all 40 letters of it\n",
    ]);
    const bare = { ...env, GITHUB_TOKEN: "" };
    const { code, stderr } = await project.infra(["outdated", "report-dev.json"], bare);
    expect([code, stderr]).toEqual([
      1,
      "infra: the notice cannot be posted:\n  - GITHUB_TOKEN holds no token\nlook at what is open, and plan that again\n",
    ]);
    expect(server.requests).toHaveLength(before);
  });
});
